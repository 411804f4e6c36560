# Holds a plan against the checks in checks.rego, for conftest or OPA:
#
#   terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json
#   conftest test plan.json
#   opa eval --fail-defined --format pretty --data policy --input plan.json 'data.main.deny[_]'
package main

import data.spec2iac.checks
import rego.v1

deny contains message if {
	some check in checks
	some resource in checked(check)
	not unknown(resource.address, check.path)
	not passes(check, found(resource, check.path))
	message := sprintf("%s: %s (%s.%s is %v; demanded: %s %v)", [
		check.statements, check.title, resource.address, concat(".", check.path),
		found(resource, check.path), check.operation, check.expected,
	])
}

deny contains message if {
	some check in checks
	count(checked(check)) == 0
	not optional(check)
	message := sprintf("%s: %s (%s is not in the plan)", [check.statements, check.title, check.address])
}

# Others of the same type that this build did not write may not be there at all.
optional(check) if check.others

# ---- what is looked at

resources := [resource |
	some [path, resource] in walked
	path[count(path) - 2] == "resources"
	resource.mode == "managed"
]

walked contains [path, value] if {
	walk(input.planned_values, [path, value])
	is_object(value)
}

own contains check.address if some check in checks

base(address) := split(address, "[")[0]

checked(check) := [resource |
	some resource in resources
	base(resource.address) == check.address
] if {
	not startswith(check.address, "var.")
	not check.address == "local.tags"
	not check.others
}

checked(check) := [resource |
	some resource in resources
	resource.type == check.others
	not base(resource.address) in own
] if {
	is_string(check.others)
}

checked(check) := [{"address": check.address, "values": input.variables[substring(check.address, 4, -1)].value}] if {
	startswith(check.address, "var.")
}

checked(check) := [{"address": resource.address, "values": [name | some name, _ in resource.values.tags_all]} |
	some resource in resources
	is_object(resource.values.tags_all)
] if {
	check.address == "local.tags"
}

# ---- the values at a path; the elements of a list stand for it

found(resource, names) := [value |
	walk(resource.values, [path, value])
	not is_array(value)
	[step | some step in path; is_string(step)] == names
]

unknown(address, names) if {
	some change in input.resource_changes
	change.address == address
	walk(change.change.after_unknown, [path, true])
	steps := [step | some step in path; is_string(step)]
	array.slice(names, 0, count(steps)) == steps
}

# ---- the comparisons

passes(check, values) if {
	check.operation == "count_at_least"
	count(values) >= check.expected
}

passes(check, values) if {
	check.operation == "contains_all"
	every wanted in check.expected { wanted in values }
}

# What must not be there may be absent.
passes(check, values) if {
	check.operation in {"none_of", "no_wildcard_action"}
	every value in values { good(check, value) }
}

passes(check, values) if {
	not check.operation in {"count_at_least", "contains_all", "none_of", "no_wildcard_action"}
	count(values) > 0
	every value in values { good(check, value) }
}

good(check, value) if {
	check.operation == "equal"
	value == check.expected
}

good(check, value) if {
	check.operation == "one_of"
	value in check.expected
}

good(check, value) if {
	check.operation == "none_of"
	not value in check.expected
}

# Some providers keep numbers as text.
good(check, value) if {
	check.operation == "at_least"
	to_number(value) >= check.expected
}

good(check, value) if {
	check.operation == "at_most"
	to_number(value) <= check.expected
}

good(check, value) if {
	check.operation == "set"
	not value in {null, ""}
}

good(check, value) if {
	check.operation == "no_wildcard_action"
	count([action |
		some statement in json.unmarshal(value).Statement
		object.get(statement, "Effect", "Allow") == "Allow"
		some action in as_list(object.get(statement, "Action", []))
		wide(action)
	]) == 0
}

as_list(value) := value if is_array(value)

as_list(value) := [value] if is_string(value)

wide(action) if action == "*"

wide(action) if endswith(action, ":*")
