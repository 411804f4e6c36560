# Values that must be chosen; everything else has a default in variables.tf.

# Choose: the domain under which the system is reached.
domain_name = "www.example.com"

# Choose: the address that alarms go to; it must confirm once.
notification_email = "ops@example.com"

# Choose: the value of a tag that the specification requires.
tag_costcenter = "to-be-set"
