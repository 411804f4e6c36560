# Data: databases and caches.

# FR-003, ENV-001, ENV-002, ENV-003, ENV-004, ENV-005, NFR-AVAIL-002, NFR-SEC-001 and 4 more
resource "aws_db_subnet_group" "postgresql" {
  name       = "${local.name}-postgresql-database"
  subnet_ids = values(aws_subnet.data)[*].id
}

# FR-003, ENV-001, ENV-002, ENV-003, ENV-004, ENV-005, NFR-AVAIL-002, NFR-SEC-001 and 4 more
resource "aws_db_parameter_group" "postgresql" {
  name_prefix = "${local.name}-postgresql-database-"
  description = "Settings of the postgresql database"
  family      = "postgres16"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "ssl_min_protocol_version"
    value = "TLSv1.2"
  }

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  lifecycle {
    create_before_destroy = true
  }
}

# Made here, not by the database, so that retention and key are set.
# FR-003, ENV-001, ENV-002, ENV-003, ENV-004, ENV-005, NFR-AVAIL-002, NFR-SEC-001 and 4 more
resource "aws_cloudwatch_log_group" "postgresql_database" {
  for_each = toset(["postgresql", "upgrade"])

  name              = "/aws/rds/instance/${local.name}-postgresql-database/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# Applications log in with a token of their role, as the user app, which an administrator makes once: CREATE USER app; GRANT rds_iam TO app;
# FR-003, ENV-001, ENV-002, ENV-003, ENV-004, ENV-005, NFR-AVAIL-002, NFR-SEC-001 and 4 more
resource "aws_db_instance" "postgresql" {
  identifier = "${local.name}-postgresql-database"
  # FR-003
  engine         = "postgres"
  engine_version = "16"
  # ENV-001
  instance_class = var.postgresql_database_instance_class
  db_name        = "postgresql"
  port           = 5432

  username                            = "dbadmin"
  manage_master_user_password         = true
  master_user_secret_kms_key_id       = aws_kms_key.main.arn
  iam_database_authentication_enabled = true

  storage_type = "gp3"
  # ENV-001
  allocated_storage     = var.postgresql_database_storage
  max_allocated_storage = var.postgresql_database_storage * 2
  storage_encrypted     = true
  kms_key_id            = aws_kms_key.main.arn

  # ENV-001, NFR-AVAIL-001
  multi_az               = var.postgresql_database_multi_az
  db_subnet_group_name   = aws_db_subnet_group.postgresql.name
  vpc_security_group_ids = [aws_security_group.postgresql_database.id]
  # NFR-SEC-003
  publicly_accessible  = false
  ca_cert_identifier   = "rds-ca-rsa2048-g1"
  parameter_group_name = aws_db_parameter_group.postgresql.name

  # ENV-004, NFR-AVAIL-002
  backup_retention_period    = var.postgresql_database_backup_retention_days
  backup_window              = "02:00-03:00"
  maintenance_window         = "sun:03:30-sun:04:30"
  auto_minor_version_upgrade = true
  copy_tags_to_snapshot      = true

  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]

  # What the engine waits for, and what its host does, each minute.
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.main.arn
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.postgresql_database_monitoring.arn

  deletion_protection       = var.deletion_protection
  delete_automated_backups  = !var.deletion_protection
  skip_final_snapshot       = !var.deletion_protection
  final_snapshot_identifier = var.deletion_protection ? "${local.name}-postgresql-database-final" : null

  # Else the database makes the log groups itself.
  depends_on = [aws_cloudwatch_log_group.postgresql_database]
}

# FR-004, NFR-AVAIL-001, NFR-SEC-001, NFR-SEC-002, SC-001
resource "aws_elasticache_subnet_group" "redis" {
  name        = "${local.name}-redis-cache"
  description = "Where the redis cache stands"
  subnet_ids  = values(aws_subnet.data)[*].id
}

# FR-004, NFR-AVAIL-001, NFR-SEC-001, NFR-SEC-002, SC-001
resource "aws_cloudwatch_log_group" "redis_cache_slow" {
  name              = "/elasticache/${local.name}/redis-cache/slow"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# FR-004, NFR-AVAIL-001, NFR-SEC-001, NFR-SEC-002, SC-001
resource "aws_elasticache_replication_group" "redis" {
  replication_group_id = "${local.name}-redis-cache"
  description          = "Redis cache of ${local.name}"
  # FR-004
  engine         = "redis"
  engine_version = "7.1"
  node_type      = var.redis_cache_node_type
  port           = 6379

  num_cache_clusters         = var.redis_cache_nodes
  automatic_failover_enabled = var.redis_cache_automatic_failover_enabled
  multi_az_enabled           = var.redis_cache_multi_az_enabled
  subnet_group_name          = aws_elasticache_subnet_group.redis.name
  security_group_ids         = [aws_security_group.redis_cache.id]

  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  at_rest_encryption_enabled = true
  kms_key_id                 = aws_kms_key.main.arn
  user_group_ids             = [aws_elasticache_user_group.redis.id]

  auto_minor_version_upgrade = true
  maintenance_window         = "sun:04:30-sun:05:30"
  snapshot_window            = "01:00-02:00"
  snapshot_retention_limit   = var.redis_cache_snapshot_retention_limit
  final_snapshot_identifier  = var.deletion_protection ? "${local.name}-redis-cache-final" : null

  log_delivery_configuration {
    destination      = aws_cloudwatch_log_group.redis_cache_slow.name
    destination_type = "cloudwatch-logs"
    log_format       = "json"
    log_type         = "slow-log"
  }
}
