# Compute: what runs the application.

# FR-002, REQ-001, REQ-002, REQ-003, SC-004
resource "aws_ecs_cluster" "main" {
  name = local.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

# FR-002, REQ-001, REQ-002, REQ-003, SC-004
resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

# FR-002, REQ-001, REQ-002, REQ-003, SC-004
resource "aws_cloudwatch_log_group" "app_service" {
  name              = "/ecs/${local.name}/app-service"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# FR-002, REQ-001, REQ-002, REQ-003, SC-004
resource "aws_ecs_task_definition" "app" {
  family                   = "${local.name}-app-service"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.app_service_cpu
  memory                   = var.app_service_memory
  execution_role_arn       = aws_iam_role.app_service_execution.arn
  task_role_arn            = aws_iam_role.app_service.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  # The container's file system is read-only, except for this.
  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([
    {
      name                   = "app-service"
      image                  = var.app_service_image
      essential              = true
      readonlyRootFilesystem = true
      portMappings           = [{ containerPort = var.app_service_port, protocol = "tcp" }]
      mountPoints = [
        { sourceVolume = "tmp", containerPath = "/tmp" },
      ]
      # Where the linked things are; what is secret is read with the task's role from the ARN given here.
      environment = [for key, value in {
        PORT                          = var.app_service_port
        REDIS_CACHE_HOST              = aws_elasticache_replication_group.redis.primary_endpoint_address
        REDIS_CACHE_PORT              = 6379
        REMINDERS_QUEUE_URL           = aws_sqs_queue.reminders.url
        PICTURES_HAIRCUTS_BUCKET_NAME = aws_s3_bucket.pictures_haircuts_bucket.bucket
        POSTGRESQL_DATABASE_HOST      = aws_db_instance.postgresql.address
        POSTGRESQL_DATABASE_PORT      = aws_db_instance.postgresql.port
        POSTGRESQL_DATABASE_NAME      = aws_db_instance.postgresql.db_name
        CREDENTIALS_SECRET_ARN        = aws_secretsmanager_secret.main.arn
      } : { name = key, value = tostring(value) }]
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-group"         = aws_cloudwatch_log_group.app_service.name
          "awslogs-region"        = var.region
          "awslogs-stream-prefix" = "task"
        }
      }
    }
  ])
}

# FR-002, REQ-001, REQ-002, REQ-003, SC-004
resource "aws_ecs_service" "app" {
  name             = "${local.name}-app-service"
  cluster          = aws_ecs_cluster.main.arn
  task_definition  = aws_ecs_task_definition.app.arn
  desired_count    = var.app_service_min_count
  platform_version = "LATEST"

  availability_zone_rebalancing      = "ENABLED"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 60
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }

  network_configuration {
    subnets          = values(aws_subnet.private)[*].id
    security_groups  = [aws_security_group.app_service.id]
    assign_public_ip = false
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.app_service.arn
    container_name   = "app-service"
    container_port   = var.app_service_port
  }

  depends_on = [aws_ecs_cluster_capacity_providers.main, aws_lb_listener.web_https, aws_iam_role_policy.app_service]

  lifecycle {
    # The number of tasks is the scaler's.
    ignore_changes = [desired_count]
  }
}

# FR-002, REQ-001, REQ-002, REQ-003, SC-004
resource "aws_appautoscaling_target" "app_service" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.app.name}"
  min_capacity       = var.app_service_min_count
  max_capacity       = var.app_service_max_count
}

# FR-002, REQ-001, REQ-002, REQ-003, SC-004
resource "aws_appautoscaling_policy" "app_service_cpu" {
  name               = "${local.name}-app-service-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.app_service.service_namespace
  scalable_dimension = aws_appautoscaling_target.app_service.scalable_dimension
  resource_id        = aws_appautoscaling_target.app_service.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = 60
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
