-- What each organization used per month, beside its budget.

-- security_invoker: the reader needs rights on the tables, and the tables' row security, should it come, applies.
CREATE VIEW organization_monthly_usage WITH (security_invoker = true) AS
SELECT organizations.id AS organization_id,
       organizations.slug,
       date_trunc('month', usage_events.occurred_at, 'UTC') AS month_start,
       count(*) AS requests,
       count(*) FILTER (WHERE usage_events.status <> 'success') AS failed_requests,
       sum(usage_events.input_tokens) AS input_tokens,
       sum(usage_events.output_tokens) AS output_tokens,
       sum(usage_events.cost) AS cost,
       organizations.token_budget,
       organizations.token_budget - sum(usage_events.input_tokens::bigint + usage_events.output_tokens) AS tokens_left
FROM organizations
JOIN usage_events ON usage_events.organization_id = organizations.id
GROUP BY organizations.id, date_trunc('month', usage_events.occurred_at, 'UTC');

COMMENT ON VIEW organization_monthly_usage IS
    'Usage per organization and calendar month (UTC); months without usage have no row. '
    'Reads every partition, whatever month is asked for: for one organization or a report, not for a request path.';
COMMENT ON COLUMN organization_monthly_usage.tokens_left IS 'Today''s budget minus the month''s tokens; negative when overspent.';
