"""Common: values that several modules share."""

import settings

name = f"{settings.name}-{settings.environment}"

tags = {
    "Project": settings.name,
    "Environment": settings.environment,
    "ManagedBy": "pulumi",
    **settings.extra_tags,
}
