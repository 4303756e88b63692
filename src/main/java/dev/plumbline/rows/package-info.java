/** Synthetic rows for throwaway tables: as many as a real database has, alike in numbers, and made of none of its values. */
@NullMarked
package dev.plumbline.rows;

import org.jspecify.annotations.NullMarked;
