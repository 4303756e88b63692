DROP VIEW organization_monthly_usage;
