"""The program: its modules register the resources, and what others need to know is exported here."""

import pulumi

import edge
import operations  # noqa: F401 - registers its resources
import security  # noqa: F401 - registers its resources
import storage

# Address of the content delivery network.
pulumi.export("cdn_address", edge.distribution.domain_name)

# Name servers to enter at the registrar of the domain (or as NS records in the zone
# above it).
pulumi.export("name_servers", edge.zone.name_servers)

# Bucket that releases of the site are copied to.
pulumi.export("site_bucket", storage.site_bucket.bucket)

# Distribution whose caches a release of the site has to empty.
pulumi.export("site_distribution_id", edge.distribution.id)
