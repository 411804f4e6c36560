"""What one concept says about another in the same statement: the catalogue's rules on capability and component."""

from __future__ import annotations

from ..document import Kind
from ..statements import Modality
from .items import Quantity
from .lookup import PREPOSITIONS, longest
from .polarity import modality
from .properties import allowed, plain, put
from .reading import Mention, Reading
from .rhythms import rhythms

_STORES = frozenset(("relational-database", "document-database", "key-value-database"))
_ADMINS = frozenset(
    (
        "admin",
        "administrator",
        "administrative",
        "administration",
        "operator",
        "privileg",
        "console",
        "root",
        "engineer",
        "staff",
        "access",
        "operation",
    )
)
_BOUND_HEADS = {"min": "min", "minimum": "min", "max": "max", "maximum": "max"}
# Verbs and nouns by which somebody gets to know of something.
_TELLING = frozenset(
    (
        "mail",
        "email",
        "tell",
        "warn",
        "notify",
        "inform",
        "ping",
        "alert",
        "alarm",
        "notification",
        "call",
    )
)
_END_USERS = frozenset(
    (
        "user",
        "customer",
        "member",
        "patient",
        "student",
        "client",
        "visitor",
        "player",
        "subscriber",
        "shopper",
        "reader",
        "guest",
    )
)


# What is made to be started by something, the clock among others; and how far from it its rhythm may stand, in words.
_STARTED = ("serverless-function", "batch-compute")
WORK_REACH = 8
ARTICLES = frozenset(("a", "an", "the", "our", "all", "each", "every", "these", "thes"))
_STORE = frozenset(("store", "stor", "storage", "servic"))
_OUTSIDE = frozenset(("internet", "public", "publicly", "publicli", "outside"))
# What keeps data and could be public.
_PUBLIC_STORES = ("relational-database", "object-storage")


def complete(reading: Reading) -> None:
    """Add the concepts and the properties that follow from what was read."""
    _worked_by_the_clock(reading)
    _work_without_a_clock(reading)
    _zones(reading)
    _regions(reading)
    _backup_of_database(reading)
    _encrypted_backup(reading)
    _archive_of_objects(reading)
    _closed_stores(reading)
    _recovery(reading)
    _growing_pool(reading)
    _second_factor(reading)
    _bare_servers(reading)
    _bounds_of_a_row(reading)
    _copy_elsewhere(reading)
    _share_of_budget(reading)
    _amount_of_budget(reading)


def _first(reading: Reading, *concepts: str) -> Mention | None:
    return next((m for m in reading.wanted if m.concept in concepts and not m.excluded), None)


def _add(reading: Reading, concept: str, first: int, last: int) -> Mention:
    mention = Mention(concept, first, last, 0, frame=True)
    reading.mentions.append(mention)
    return mention


def _worked_by_the_clock(reading: Reading) -> None:
    """ "each night, export the bookings", "a function every 15 minutes": work with a rhythm that no other concept has is a scheduled job."""
    found = next(rhythms(reading), None)
    if found is None or any(
        allowed(reading, mention, name) for mention in reading.wanted for name in ("schedule", "frequency")
    ):
        return
    first, last, schedule = found
    if _of_a_noun(reading, first, last) or _done_by_others(reading, first):
        return
    work = _work_near(reading, first)
    if work is not None and not _done_by_operations(reading, work):
        job = _add(reading, "scheduled-job", min(work, first), max(work + 1, last))
        if schedule is not None:
            put(reading, job, "schedule", schedule, first, last)


def _work_near(reading: Reading, rhythm: int) -> int | None:
    """The place of the work that a rhythm is of; one in figures ("every 5 minutes") only of what is made to be started."""
    clause = reading.clauses[rhythm]
    runners = [m.first for m in reading.wanted if m.concept in _STARTED and not m.excluded]
    verbs = [at for at, _, _ in reading.hinted("work", 0, len(reading.words))]
    for at in (*runners, *verbs) if reading.words[rhythm].kind != "number" else runners:
        if reading.clauses[at] == clause and abs(at - rhythm) <= WORK_REACH:
            return at
    return None


def _done_by_others(reading: Reading, rhythm: int) -> bool:
    """ "sensors send readings every hour", "customers send mails daily": what people and devices do is no work of ours."""
    first, _ = reading.clause_bounds(rhythm)
    while reading.stem(first) in ARTICLES:
        first += 1
    for at in (first, first + 1):
        match = longest(reading.vocabulary.hard, reading.words, at) if at < len(reading.words) else None
        if match and match[0].get("unit", ("",))[0] == "n:people" and match[1] <= rhythm:
            return True
    return False


def _done_by_operations(reading: Reading, work: int) -> bool:
    """ "dashboards refresh hourly": what watches the others has its own rhythm."""
    return any(
        0 <= work - mention.last <= 1
        and reading.vocabulary.concepts[mention.concept or ""]["group"] in _WATCHING
        for mention in reading.wanted
    )


def _work_without_a_clock(reading: Reading) -> None:
    """ "workers take jobs from the queue": a job that no rhythm or time of day is said of is a piece of work, nothing to build."""
    for mention in reading.wanted:
        if mention.concept == "scheduled-job" and mention.weak and not mention.properties:
            mention.dropped = True


def _of_a_noun(reading: Reading, first: int, last: int) -> bool:
    """ "the monthly budget", "a weekly report": the rhythm is that of a thing, not of the work that the sentence tells of."""
    adjective = last - first == 1 and reading.words[first].raw.lower().endswith("ly")
    behind = reading.words[last] if last < len(reading.words) else None
    return (
        adjective
        and behind is not None
        and behind.kind == "word"
        and behind.stem not in PREPOSITIONS
        and behind.stem not in ("and", "or", "by", "when", "aft", "after")
        and not reading.has("work", last, last + 1)
    )


def _zones(reading: Reading) -> None:
    """ "across 3 availability zones": the capability, and the component's own property."""
    for quantity in reading.quantities():
        if quantity.dimension != "n:zones":
            continue
        zones = quantity.high if quantity.high is not None else quantity.low
        if zones < 2:
            continue
        target = _first(reading, "multi-zone") or _add(reading, "multi-zone", quantity.first, quantity.last)
        put(reading, target, "zones", plain(zones), quantity.first, quantity.last)
        quantity.used = True
        _mode(reading, target)
        return


def _regions(reading: Reading) -> None:
    for quantity in reading.quantities():
        if quantity.dimension != "n:regions":
            continue
        regions = quantity.high if quantity.high is not None else quantity.low
        if regions < 2:
            continue
        target = _first(reading, "multi-region") or _add(
            reading, "multi-region", quantity.first, quantity.last
        )
        put(reading, target, "regions", plain(regions), quantity.first, quantity.last)
        quantity.used = True
        _mode(reading, target)
        return


def _mode(reading: Reading, target: Mention) -> None:
    if "mode" in target.properties:
        return
    for mention in reading.mentions:
        if "mode" in mention.gives:
            put(reading, target, "mode", mention.gives["mode"], mention.first, mention.last)


def _backup_of_database(reading: Reading) -> None:
    """Where a database and its backups stand together, the backups' retention is the database's as well."""
    backup = _first(reading, "backup")
    if backup is None:
        return
    for mention in reading.wanted:
        if mention.excluded or mention.concept not in _STORES:
            continue
        if reading.behind_bracket(backup.first, mention.first):
            continue
        for of_backup, of_store in (("retention", "backup_retention"), ("pitr", "pitr")):
            if not allowed(reading, mention, of_store):
                continue
            if of_backup in backup.properties and of_store not in mention.properties:
                mention.properties[of_store] = backup.properties[of_backup]
            elif of_store in mention.properties and of_backup not in backup.properties:
                backup.properties[of_backup] = mention.properties[of_store]


def _bounds_of_a_row(reading: Reading) -> None:
    """ "Environment | Min | Max": bounds of nothing named are those of what grows."""
    heads = [cell.head.strip().lower() for cell in reading.passage.cells]
    if not {_BOUND_HEADS.get(head) for head in heads} >= {"min", "max"} or reading.wanted:
        return
    first = reading.passage.cells[0]
    if any(
        reading.span(at, end)[0] < first.end
        for at, end, _ in reading.hinted("metrics", 0, len(reading.words))
    ):
        return
    found: dict[str, Quantity] = {}
    for cell, head in zip(reading.passage.cells, heads, strict=True):
        inside = (q for q in reading.quantities() if cell.start <= reading.span(q.first, q.last)[0] < cell.end
                  and q.dimension is None)  # fmt: skip
        number = next(inside, None)
        if number is not None and head in _BOUND_HEADS:
            found[_BOUND_HEADS[head]] = number
    if len(found) == 2:
        growth = _add(reading, "auto-scaling", found["min"].first, found["max"].last)
        for name, quantity in found.items():
            put(reading, growth, name, plain(quantity.low), quantity.first, quantity.last)


def _copy_elsewhere(reading: Reading) -> None:
    """ "daily snapshots, a copy in Frankfurt": a copy in a named region is one in another region."""
    backup = _first(reading, "backup")
    if backup is None or "cross_region" in backup.properties:
        return
    for first, last, _ in reading.hinted("region", 0, len(reading.words)):
        if any(reading.stem(at) in ("copy", "copi", "copied") for at in range(first - 4, first)):
            put(reading, backup, "cross_region", True, first, last)


def _encrypted_backup(reading: Reading) -> None:
    """ "daily backups, encrypted": encryption that stands behind backups is theirs as well."""
    for encryption in reading.wanted:
        if encryption.concept != "encryption-at-rest" or encryption.excluded:
            continue
        before = [m for m in reading.wanted if m.last <= encryption.first and m is not encryption]
        last = max(before, key=lambda mention: mention.last, default=None)
        if last is not None and last.concept == "backup" and not last.excluded:
            put(reading, last, "encrypted", True, encryption.first, encryption.last)


def _archive_of_objects(reading: Reading) -> None:
    """Archiving of objects is both: the archive, and a rule of the object storage."""
    archive, objects = _first(reading, "archive-storage"), _first(reading, "object-storage")
    if objects is not None and archive is None and "archive_after" in objects.properties:
        archive = _add(reading, "archive-storage", objects.first, objects.last)
    if archive is None or objects is None:
        return
    if "after" in archive.properties and "archive_after" not in objects.properties:
        objects.properties["archive_after"] = archive.properties["after"]
    elif "archive_after" in objects.properties and "after" not in archive.properties:
        archive.properties["after"] = objects.properties["archive_after"]


def _closed_stores(reading: Reading) -> None:
    """ "no data store may be reachable from the internet": whatever keeps data stays private; nothing is asked for."""
    at = next(
        (
            i
            for i in range(len(reading.words) - 1)
            if reading.stem(i) == "data" and reading.stem(i + 1) in _STORE
        ),
        None,
    )
    if at is None or any(mention.first <= at < mention.last for mention in reading.mentions):
        return
    stems = {reading.stem(index) for index in range(len(reading.words))}
    if stems.isdisjoint(_OUTSIDE):
        return
    forbidden = modality(reading) is Modality.MUST_NOT
    found_closed = reading.kind is Kind.CRITERION and reading.stem(at - 1) in ("no", "neither")
    if not (forbidden or found_closed):
        return
    for concept in _PUBLIC_STORES:
        put(reading, _add(reading, concept, at, at + 2), "public", False, at, at + 2)


def _recovery(reading: Reading) -> None:
    """Numbers for recovery are the intent to recover, too."""
    target = _first(reading, "disaster-recovery")
    if reading.telling:
        return
    from .measures import find_measures

    used = list(reading.used)
    for measure in find_measures(reading):
        if measure.metric in ("rto", "rpo") and not isinstance(measure.value, tuple):
            first = next((i for i, word in enumerate(reading.words) if word.start >= measure.span[0]), 0)
            target = target or _add(reading, "disaster-recovery", first, first + 1)
            target.properties[measure.metric] = measure.value
            target.evidence[measure.metric] = measure.span
    reading.used[:] = used


def _growing_pool(reading: Reading) -> None:
    """Servers that grow are an instance group; growth alone is automatic scaling."""
    growth, pool = _first(reading, "auto-scaling"), _first(reading, "instance-group")
    servers = _first(reading, "virtual-machine")
    if (
        pool is None
        and growth is not None
        and servers is not None
        and not (servers.existing or servers.properties.get("count"))
    ):
        others = {mention.concept for mention in reading.wanted} & _GROWING
        if not others and servers.weak and servers.first > growth.first:
            servers.dropped = True
        elif not others and reading.clauses[growth.first] == reading.clauses[servers.first]:
            servers.concept, pool = "instance-group", servers
            _keep_allowed(reading, servers)
    if pool is None:
        return
    for mention in reading.wanted:
        if mention.excluded or mention is pool:
            continue
        near = 0 <= mention.first - pool.last <= 6 and not mention.existing
        if mention.concept == "auto-scaling" or (mention.concept == "virtual-machine" and near):
            _hand_over(reading, mention, pool)


_GROWING = frozenset(("container-service", "kubernetes-cluster", "web-app-platform", "serverless-function"))


def _hand_over(reading: Reading, mention: Mention, pool: Mention) -> None:
    """Give the pool what a mention has; the mention stays where the pool can't take all of it."""
    taken = [name for name in mention.properties if allowed(reading, pool, name)]
    for name in taken:
        pool.properties.setdefault(name, mention.properties[name])
        if name in mention.evidence:
            pool.evidence.setdefault(name, mention.evidence[name])
    left = set(mention.properties) - set(taken) - {"role", "count"}
    mention.dropped = not left or mention.concept == "virtual-machine"


def _keep_allowed(reading: Reading, mention: Mention) -> None:
    for name in list(mention.properties):
        if not allowed(reading, mention, name):
            del mention.properties[name]
            mention.evidence.pop(name, None)


_WATCHING = frozenset(("operations", "security"))
_WHOSE = frozenset(("from", "of", "on"))


def _bare_servers(reading: Reading) -> None:
    """ "reach servers only through a bastion", "logs of all containers": only where something else applies."""
    watched = any(reading.vocabulary.concepts[m.concept or ""]["group"] in _WATCHING for m in reading.wanted)
    for mention in reading.wanted:
        of_all = (
            reading.stem(mention.first - 1) in ("all", "each", "every", "any")
            or reading.stem(mention.first - 1) in _WHOSE
        )
        if watched and mention.weak and not mention.properties and of_all and not mention.excluded:
            mention.dropped = True
    components = [
        mention
        for mention in reading.wanted
        if not mention.weak and reading.vocabulary.concepts[mention.concept or ""]["kind"] == "component"
    ]
    if not components:
        return
    for mention in reading.wanted:
        bare = mention.weak and mention.head and not mention.properties and not mention.excluded
        if bare and mention.concept == "virtual-machine":
            mention.dropped = True


def _second_factor(reading: Reading) -> None:
    """MFA of the application's users is the directory's; of administrators it is a capability of its own."""
    factor, directory = _first(reading, "multi-factor-authentication"), _first(reading, "user-directory")
    if factor is None or directory is None:
        return
    near = {reading.stem(index) for index in range(factor.first - 3, factor.last + 6)}
    if reading.clauses[factor.first] != reading.clauses[directory.first]:
        near |= {reading.stem(index) for index in range(*reading.clause_bounds(factor.first))}
    if near & _ADMINS and not near & _END_USERS:
        directory.properties.pop("mfa", None)
        return
    directory.properties["mfa"] = True
    directory.evidence.setdefault("mfa", reading.span(factor.first, factor.last))
    factor.dropped = True


def _share_of_budget(reading: Reading) -> None:
    """ "mail Jana when we hit 80 % of it", among what is said of money: the budget's alert."""
    if reading.kind is not Kind.BUDGET or _first(reading, "budget-alert", "alerting"):
        return
    share = next((q for q in reading.quantities() if q.dimension == "percent" and 0 < q.low <= 200), None)
    if share is None or not any(word.stem in _TELLING for word in reading.words[: share.first]):
        return
    alert = _add(reading, "budget-alert", share.first, share.last)
    alert.properties["thresholds"] = (plain(share.low),)
    alert.evidence["thresholds"] = reading.span(share.first, share.last)
    reading.use(share.first, share.last)
    share.used = True


def _amount_of_budget(reading: Reading) -> None:
    """The sum that a budget's alert watches over is the line's own budget."""
    alert = _first(reading, "budget-alert")
    if alert is None or "amount" in alert.properties:
        return
    money = next((q for q in reading.quantities() if q.dimension == "money" and q.high is None), None)
    if money is not None:
        put(reading, alert, "amount", plain(money.low), money.first, money.last)
