terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

variable "region" {
  type    = string
  default = "us-east-1"
}

provider "aws" {
  region = var.region
}

locals {
  labels = { Owner = "stationery", CostCenter = "4711" }
}

module "network" {
  source = "./network"
  range  = "10.20.0.0/16"
  labels = local.labels
}

resource "aws_kms_key" "shop" {
  description         = "all data of the shop"
  enable_key_rotation = true
  tags                = { Owner = "stationery" }
}

resource "aws_db_subnet_group" "pg" {
  name       = "shop-pg"
  subnet_ids = module.network.private_ids
  tags       = local.labels
}

resource "aws_db_instance" "pg" {
  identifier                  = "shop-orders"
  engine                      = "postgres"
  instance_class              = "db.m7g.large"
  allocated_storage           = 50
  storage_encrypted           = false
  publicly_accessible         = true
  multi_az                    = false
  backup_retention_period     = 3
  username                    = "shop"
  manage_master_user_password = true
  db_subnet_group_name        = aws_db_subnet_group.pg.name
  vpc_security_group_ids      = [aws_security_group.pg.id]
  tags                        = local.labels
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "shop-sessions"
  description                = "sessions of visitors"
  engine                     = "redis"
  node_type                  = "cache.t4g.small"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  at_rest_encryption_enabled = false
  transit_encryption_enabled = false
  tags                       = local.labels
}

resource "aws_lb" "front" {
  name            = "shop-front"
  internal        = true
  subnets         = module.network.public_ids
  security_groups = [aws_security_group.front.id]
  tags            = local.labels
}

resource "aws_lb_target_group" "shop" {
  name     = "shop"
  port     = 8080
  protocol = "HTTP"
  vpc_id   = module.network.id
  tags     = local.labels
}

resource "aws_lb_listener" "secure" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-2016-08"
  certificate_arn   = "arn:aws:acm:eu-central-1:111122223333:certificate/shop"
  tags              = local.labels

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.shop.arn
  }
}

resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.front.arn
  port              = 80
  protocol          = "HTTP"
  tags              = local.labels

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.shop.arn
  }
}

resource "aws_security_group" "front" {
  name   = "shop-front"
  vpc_id = module.network.id
  tags   = local.labels

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "pg" {
  name   = "shop-pg"
  vpc_id = module.network.id
  tags   = local.labels
}

resource "aws_security_group_rule" "pg_from_front" {
  type              = "ingress"
  security_group_id = aws_security_group.pg.id
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 5432
  to_port           = 5432
  protocol          = "tcp"
}

resource "aws_security_group_rule" "front_out" {
  type              = "egress"
  security_group_id = aws_security_group.front.id
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = 0
  to_port           = 0
  protocol          = "-1"
}

resource "aws_s3_bucket" "pictures" {
  bucket = "stationery-catalogue-pictures"
  tags   = local.labels
}

resource "aws_s3_bucket_versioning" "pictures" {
  bucket = aws_s3_bucket.pictures.id

  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pictures" {
  bucket = aws_s3_bucket.pictures.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.shop.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "pictures" {
  bucket                  = aws_s3_bucket.pictures.id
  block_public_acls       = true
  block_public_policy     = false
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_cloudtrail" "everything" {
  name                          = "everything"
  s3_bucket_name                = "audit-of-the-company"
  is_multi_region_trail         = false
  include_global_service_events = true
  enable_log_file_validation    = true
  tags                          = local.labels
}
