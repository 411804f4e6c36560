"""HCL, the language of Terraform and OpenTofu: escaping, cutting, formatting, reading and checking it."""
