package dev.plumbline.shadow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server writes about itself. */
final class Log {
    private static final int QUOTED_BYTES = 16_384;

    private static final Pattern PANIC = Pattern.compile("(?m)^.*?PANIC:  (.*)$");
    private static final Pattern NO_SPACE =
            Pattern.compile("(?m)^.*?(?:ERROR|FATAL|LOG):  (.*No space left on device.*)$");

    private Log() {}

    /** The end of it, from a position on. */
    static String end(Path file, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long begin = Math.max(from, channel.size() - QUOTED_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - begin));
            for (int read = 0; read >= 0 && bytes.hasRemaining(); ) {
                read = channel.read(bytes, begin + bytes.position());
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /** What made it give up, if it knew. */
    static Optional<String> lastWords(Path file) throws IOException {
        String end = end(file, 0);
        return last(PANIC.matcher(end)).or(() -> last(NO_SPACE.matcher(end)));
    }

    private static Optional<String> last(Matcher matcher) {
        return matcher.results().reduce((_, next) -> next).map((MatchResult result) -> result.group(1));
    }
}
