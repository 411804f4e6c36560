"""What Pulumi's packages call the resource types of Terraform's providers, and how that is found out."""
