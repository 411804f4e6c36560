# Runs without credentials: the providers are mocked, with values of the right form where the code needs them.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }

  mock_data "aws_partition" {
    defaults = {
      partition  = "aws"
      dns_suffix = "amazonaws.com"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:eu-west-1:123456789012:log-group:mock"
    }
  }

  mock_resource "aws_db_instance" {
    defaults = {
      address     = "mock.eu-west-1.rds.amazonaws.com"
      arn         = "arn:aws:rds:eu-west-1:123456789012:db:mock"
      resource_id = "db-MOCK"
      master_user_secret = [
        {
          secret_arn    = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:mock"
          kms_key_id    = "mock"
          secret_status = "active"
        },
      ]
    }
  }

  mock_resource "aws_ecs_cluster" {
    defaults = {
      arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/mock"
    }
  }

  mock_resource "aws_ecs_service" {
    defaults = {
      arn = "arn:aws:ecs:eu-west-1:123456789012:service/mock/mock"
    }
  }

  mock_resource "aws_ecs_task_definition" {
    defaults = {
      arn                  = "arn:aws:ecs:eu-west-1:123456789012:task-definition/mock:1"
      arn_without_revision = "arn:aws:ecs:eu-west-1:123456789012:task-definition/mock"
    }
  }

  mock_resource "aws_eip" {
    defaults = {
      id        = "eipalloc-00000000000000000"
      public_ip = "192.0.2.1"
    }
  }

  mock_resource "aws_elasticache_replication_group" {
    defaults = {
      arn                      = "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:mock"
      primary_endpoint_address = "mock.cache.amazonaws.com"
      reader_endpoint_address  = "mock-ro.cache.amazonaws.com"
    }
  }

  mock_resource "aws_elasticache_user" {
    defaults = {
      arn = "arn:aws:elasticache:eu-west-1:123456789012:user:mock"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/mock"
    }
  }

  mock_resource "aws_internet_gateway" {
    defaults = {
      id = "igw-00000000000000000"
    }
  }

  mock_resource "aws_kms_alias" {
    defaults = {
      arn = "arn:aws:kms:eu-west-1:123456789012:alias/mock"
    }
  }

  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"
      key_id = "00000000-0000-0000-0000-000000000000"
    }
  }

  mock_resource "aws_lb" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/mock/0000000000000000"
      arn_suffix = "app/mock/0000000000000000"
      dns_name   = "mock.eu-west-1.elb.amazonaws.com"
      zone_id    = "Z00000000000000000000"
    }
  }

  mock_resource "aws_lb_listener" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/mock/0000000000000000/0000000000000000"
    }
  }

  mock_resource "aws_lb_target_group" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/mock/0000000000000000"
      arn_suffix = "targetgroup/mock/0000000000000000"
    }
  }

  mock_resource "aws_nat_gateway" {
    defaults = {
      id = "nat-00000000000000000"
    }
  }

  mock_resource "aws_route_table" {
    defaults = {
      id = "rtb-00000000000000000"
    }
  }

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn                         = "arn:aws:s3:::mock"
      bucket_regional_domain_name = "mock.s3.eu-west-1.amazonaws.com"
    }
  }

  mock_resource "aws_security_group" {
    defaults = {
      id  = "sg-00000000000000000"
      arn = "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-00000000000000000"
    }
  }

  mock_resource "aws_sns_topic" {
    defaults = {
      arn = "arn:aws:sns:eu-west-1:123456789012:mock"
    }
  }

  mock_resource "aws_sqs_queue" {
    defaults = {
      arn = "arn:aws:sqs:eu-west-1:123456789012:mock"
      url = "https://sqs.eu-west-1.amazonaws.com/123456789012/mock"
    }
  }

  mock_resource "aws_subnet" {
    defaults = {
      id = "subnet-00000000000000000"
    }
  }

  mock_resource "aws_vpc" {
    defaults = {
      id  = "vpc-00000000000000000"
      arn = "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-00000000000000000"
    }
  }

  mock_resource "aws_vpc_endpoint" {
    defaults = {
      id             = "vpce-00000000000000000"
      prefix_list_id = "pl-00000000"
    }
  }

  mock_resource "aws_wafv2_web_acl" {
    defaults = {
      arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/mock/00000000-0000-0000-0000-000000000000"
    }
  }
}

variables {
  # Values that must be chosen; everything else has a default in variables.tf.

  # Choose: an issued certificate for the domain, in the region.
  certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"

  # Choose: the address that alarms go to; it must confirm once.
  notification_email = "ops@example.com"

  # Choose: the value of a tag that the specification requires.
  tag_owner = "to-be-set"

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
}

run "configured" {
  command = plan

  # bucket-private: FR-002
  assert {
    condition     = aws_s3_bucket_public_access_block.access_logs.block_public_policy == true
    error_message = "FR-002: No bucket can be made public (aws_s3_bucket_public_access_block.access_logs)"
  }

  # bucket-private: baseline
  assert {
    condition     = aws_s3_bucket_public_access_block.pictures_haircuts_bucket.block_public_policy == true
    error_message = "baseline: No bucket can be made public (aws_s3_bucket_public_access_block.pictures_haircuts_bucket)"
  }

  # bucket-acls-blocked: FR-002
  assert {
    condition     = aws_s3_bucket_public_access_block.access_logs.block_public_acls == true
    error_message = "FR-002: No object can be made public (aws_s3_bucket_public_access_block.access_logs)"
  }

  # bucket-acls-blocked: baseline
  assert {
    condition     = aws_s3_bucket_public_access_block.pictures_haircuts_bucket.block_public_acls == true
    error_message = "baseline: No object can be made public (aws_s3_bucket_public_access_block.pictures_haircuts_bucket)"
  }

  # bucket-ignores-acls: baseline
  assert {
    condition     = aws_s3_bucket_public_access_block.access_logs.ignore_public_acls == true
    error_message = "baseline: Public access lists of buckets have no effect (aws_s3_bucket_public_access_block.access_logs)"
  }

  # bucket-ignores-acls: baseline
  assert {
    condition     = aws_s3_bucket_public_access_block.pictures_haircuts_bucket.ignore_public_acls == true
    error_message = "baseline: Public access lists of buckets have no effect (aws_s3_bucket_public_access_block.pictures_haircuts_bucket)"
  }

  # bucket-restricted: baseline
  assert {
    condition     = aws_s3_bucket_public_access_block.access_logs.restrict_public_buckets == true
    error_message = "baseline: Only this account and its services reach the buckets (aws_s3_bucket_public_access_block.access_logs)"
  }

  # bucket-restricted: baseline
  assert {
    condition     = aws_s3_bucket_public_access_block.pictures_haircuts_bucket.restrict_public_buckets == true
    error_message = "baseline: Only this account and its services reach the buckets (aws_s3_bucket_public_access_block.pictures_haircuts_bucket)"
  }

  # database-private: NFR-SEC-003
  assert {
    condition     = aws_db_instance.postgresql.publicly_accessible == false
    error_message = "NFR-SEC-003: Databases have no public address (aws_db_instance.postgresql)"
  }

  # service-without-public-address: baseline
  assert {
    condition     = length(aws_ecs_service.app.network_configuration) > 0 && alltrue([for configuration in aws_ecs_service.app.network_configuration : configuration.assign_public_ip == false])
    error_message = "baseline: Containers have no public address (aws_ecs_service.app)"
  }

  # subnet-private: baseline
  assert {
    condition     = length(flatten([for resource in values(aws_subnet.data) : resource.map_public_ip_on_launch])) > 0 && alltrue([for value in flatten([for resource in values(aws_subnet.data) : resource.map_public_ip_on_launch]) : value == false])
    error_message = "baseline: Private subnets hand out no public addresses (aws_subnet.data)"
  }

  # subnet-private: FR-001
  assert {
    condition     = length(flatten([for resource in values(aws_subnet.private) : resource.map_public_ip_on_launch])) > 0 && alltrue([for value in flatten([for resource in values(aws_subnet.private) : resource.map_public_ip_on_launch]) : value == false])
    error_message = "FR-001: Private subnets hand out no public addresses (aws_subnet.private)"
  }

  # no-inner-port-open: baseline
  assert {
    condition     = !try(contains([22, 1433, 3306, 3389, 5432, 6379, 9200, 11211, 27017], aws_vpc_security_group_ingress_rule.web_lb_from_internet_80.to_port), false)
    error_message = "baseline: No port of databases, caches or administration is open to the internet (aws_vpc_security_group_ingress_rule.web_lb_from_internet_80)"
  }

  # no-inner-port-open: baseline
  assert {
    condition     = !try(contains([22, 1433, 3306, 3389, 5432, 6379, 9200, 11211, 27017], aws_vpc_security_group_ingress_rule.web_lb_from_internet_443.to_port), false)
    error_message = "baseline: No port of databases, caches or administration is open to the internet (aws_vpc_security_group_ingress_rule.web_lb_from_internet_443)"
  }

  # firewall-rules: ENV-007
  assert {
    condition     = length(flatten([for resource in aws_wafv2_web_acl.main : [for item in resource.rule : item.name]])) >= 3
    error_message = "ENV-007: The web application firewall knows the common attacks (aws_wafv2_web_acl.main)"
  }

  # load-balancer-public: FR-002
  assert {
    condition     = aws_lb.web.internal == false
    error_message = "FR-002: The load balancer is reached from the internet (aws_lb.web)"
  }
}

run "applied" {
  command = apply

  # no-open-ingress: baseline
  assert {
    condition     = !try(contains(["0.0.0.0/0"], aws_vpc_security_group_ingress_rule.app_service_from_web_lb_8080.cidr_ipv4), false)
    error_message = "baseline: Nothing but a public load balancer is open to the internet (aws_vpc_security_group_ingress_rule.app_service_from_web_lb_8080)"
  }

  # no-open-ingress: baseline
  assert {
    condition     = !try(contains(["0.0.0.0/0"], aws_vpc_security_group_ingress_rule.redis_cache_from_app_service_6379.cidr_ipv4), false)
    error_message = "baseline: Nothing but a public load balancer is open to the internet (aws_vpc_security_group_ingress_rule.redis_cache_from_app_service_6379)"
  }

  # no-open-ingress: baseline
  assert {
    condition     = !try(contains(["0.0.0.0/0"], aws_vpc_security_group_ingress_rule.postgresql_database_from_app_service_5432.cidr_ipv4), false)
    error_message = "baseline: Nothing but a public load balancer is open to the internet (aws_vpc_security_group_ingress_rule.postgresql_database_from_app_service_5432)"
  }

  # no-open-ingress-ipv6: baseline
  assert {
    condition     = !try(contains(["::/0"], aws_vpc_security_group_ingress_rule.app_service_from_web_lb_8080.cidr_ipv6), false)
    error_message = "baseline: Nothing but a public load balancer is open to the internet over IPv6 (aws_vpc_security_group_ingress_rule.app_service_from_web_lb_8080)"
  }

  # no-open-ingress-ipv6: baseline
  assert {
    condition     = !try(contains(["::/0"], aws_vpc_security_group_ingress_rule.redis_cache_from_app_service_6379.cidr_ipv6), false)
    error_message = "baseline: Nothing but a public load balancer is open to the internet over IPv6 (aws_vpc_security_group_ingress_rule.redis_cache_from_app_service_6379)"
  }

  # no-open-ingress-ipv6: baseline
  assert {
    condition     = !try(contains(["::/0"], aws_vpc_security_group_ingress_rule.postgresql_database_from_app_service_5432.cidr_ipv6), false)
    error_message = "baseline: Nothing but a public load balancer is open to the internet over IPv6 (aws_vpc_security_group_ingress_rule.postgresql_database_from_app_service_5432)"
  }

  # firewall-before-load-balancer: ENV-007
  assert {
    condition     = length(flatten([for resource in aws_wafv2_web_acl_association.web_lb : resource.web_acl_arn])) > 0 && alltrue([for value in flatten([for resource in aws_wafv2_web_acl_association.web_lb : resource.web_acl_arn]) : value != null && value != ""])
    error_message = "ENV-007: A web application firewall stands before the load balancer (aws_wafv2_web_acl_association.web_lb)"
  }
}
