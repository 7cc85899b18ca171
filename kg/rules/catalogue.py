"""All rules, in the order in which a curator meets them."""

from __future__ import annotations

from kg.rules import (
    concept_exists,
    concept_retired,
    contribution_fits,
    duplicate_key,
    empty_value,
    enum_value,
    field_forbidden,
    field_required,
    finding_linked,
    group_within_sample,
    id_is_file_name,
    id_unique,
    identifier_form,
    instrument_known,
    interval_brackets_value,
    link_fits,
    modifier_whole,
    no_cycle,
    nothing_checked,
    number_in_range,
    reference_resolves,
    retracted_source,
    sign_agrees,
    turtle,
    two_levels,
    unknown_key,
    value_type,
    yaml,
)
from kg.rules.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    module.RULE
    for module in (
        nothing_checked,
        turtle,
        yaml,
        duplicate_key,
        empty_value,
        unknown_key,
        field_forbidden,
        field_required,
        enum_value,
        value_type,
        id_is_file_name,
        id_unique,
        reference_resolves,
        concept_exists,
        concept_retired,
        instrument_known,
        modifier_whole,
        two_levels,
        contribution_fits,
        interval_brackets_value,
        number_in_range,
        group_within_sample,
        sign_agrees,
        identifier_form,
        retracted_source,
        link_fits,
        finding_linked,
        no_cycle,
    )
)
