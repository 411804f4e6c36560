# Values of production. Set account_id as well: then nothing is ever applied to another account.

app_service_max_count                     = 12
app_service_min_count                     = 3
budget_enabled                            = true
dashboard_enabled                         = true
deletion_protection                       = true
environment                               = "prod"
log_retention_days                        = 90
postgresql_database_backup_retention_days = 35
postgresql_database_instance_class        = "db.m7g.xlarge"
postgresql_database_multi_az              = true
postgresql_database_storage               = 200
redis_cache_automatic_failover_enabled    = true
redis_cache_multi_az_enabled              = true
redis_cache_nodes                         = 2
redis_cache_snapshot_retention_limit      = 7
waf_enabled                               = true

# Values that must be chosen; everything else has a default in variables.tf.

# Choose: an issued certificate for the domain, in the region.
certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"

# Choose: the address that alarms go to; it must confirm once.
notification_email = "ops@example.com"

# Choose: the value of a tag that the specification requires.
tag_owner = "to-be-set"
