"""What validation may find: the issues of IAM Access Analyzer's policy validation, and a few of our own.

A row is AWS's issue code, its class and what it says in general. Codes that AWS does not have are listed in
`OWN`: what AWS's checks leave open and the rules of IAM settle. What only AWS can know (whether a role exists,
whether a Region is enabled) is not looked for. AWS calls UNSUPPORTED_ACTION_FOR_CONDITION_KEY an error; here it is a
warning, as the published tables lack keys that services do send.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from iamctl.policy.problems import Path

PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"


class FindingType(Enum):
    """AWS's four classes, the gravest first."""

    ERROR = "ERROR"
    SECURITY_WARNING = "SECURITY_WARNING"
    WARNING = "WARNING"
    SUGGESTION = "SUGGESTION"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(FindingType).index(self)


class Location(NamedTuple):
    """Where in a document: the value at a path, or the key that it stands under."""

    path: Path
    key: bool = False


class Finding(NamedTuple):
    """One thing to mend.

    Attributes:
        code: a row of `ISSUES`.
        finding_type: the row's class; ERROR wherever IAM refuses to save the document for it.
        details: one or two sentences with full stops.
        locations: at least one; the first is where to look.
        mend: what to write instead; lower case, no full stop; empty when the details say it.
    """

    code: str
    finding_type: FindingType
    details: str
    locations: tuple[Location, ...]
    mend: str = ""


def finding(code: str, details: str, *where: Location | Path, mend: str = "") -> Finding:
    """A finding of the class that its code has."""
    return Finding(code, FINDING_TYPES[code], details, tuple(map(_location, where)), mend)


def refusal(code: str, details: str, *where: Location | Path, mend: str = "") -> Finding:
    """A finding for which IAM refuses to save the document, whatever the class of its code."""
    return finding(code, details, *where, mend=mend)._replace(finding_type=FindingType.ERROR)


def _location(where: Location | Path) -> Location:
    return where if isinstance(where, Location) else Location(where)


def learn_more_link(code: str) -> str:
    """AWS's page on the issue; the page as a whole for our own."""
    if code in OWN:
        return PAGE
    anchor = {
        FindingType.ERROR: "error",
        FindingType.SECURITY_WARNING: "security-warning",
        FindingType.WARNING: "general-warning",
        FindingType.SUGGESTION: "suggestion",
    }[FINDING_TYPES[code]]
    return f"{PAGE}#access-analyzer-reference-policy-checks-{anchor}-{code.lower().replace('_', '-')}"


ERRORS = """
    ARN_ACCOUNT_NOT_ALLOWED ARN_REGION_NOT_ALLOWED DATA_TYPE_MISMATCH DUPLICATE_KEYS_WITH_DIFFERENT_CASE
    EMPTY_VARIABLE INVALID_ACTION INVALID_ARN_ACCOUNT INVALID_ARN_PREFIX INVALID_ARN_REGION INVALID_ARN_RESOURCE
    INVALID_ARN_SERVICE_CASE INVALID_CONDITION_DATA_TYPE INVALID_CONDITION_KEY_FORMAT
    INVALID_CONDITION_MULTIPLE_BOOLEAN INVALID_CONDITION_OPERATOR INVALID_EFFECT
    INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY INVALID_GLOBAL_CONDITION_KEY INVALID_PARTITION
    INVALID_POLICY_ELEMENT INVALID_PRINCIPAL_FORMAT INVALID_PRINCIPAL_KEY INVALID_REGION
    INVALID_SERVICE_CONDITION_KEY INVALID_SERVICE_IN_ACTION INVALID_SERVICE_PRINCIPAL_FORMAT
    INVALID_VARIABLE_FOR_OPERATOR INVALID_VERSION INVALID_VPC_FORMAT INVALID_VPC_ENDPOINT_FORMAT JSON_SYNTAX_ERROR
    MISMATCHED_ACTION_FOR_PRINCIPAL MISSING_ACTION MISSING_ARN_FIELD MISSING_BRACE_IN_VARIABLE MISSING_EFFECT
    MISSING_PRINCIPAL MISSING_QUALIFIER MISSING_QUOTE_IN_VARIABLE MISSING_RESOURCE MISSING_STATEMENT
    MISSING_TAG_KEY_IN_CONDITION MULTIVALUED_KEY_IN_VARIABLE NULL_WITH_IF_EXISTS
    POLICY_SIZE_EXCEEDS_RCP_QUOTA POLICY_SIZE_EXCEEDS_SCP_QUOTA
    PRIVATE_IP_ADDRESS PRIVATE_NOT_IP_ADDRESS RCP_SYNTAX_ERROR_ACTION RCP_SYNTAX_ERROR_ALLOW
    RCP_SYNTAX_ERROR_NOTACTION RCP_SYNTAX_ERROR_PRINCIPAL ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL
    ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL
    SCP_SYNTAX_ERROR_PRINCIPAL TOML_SYNTAX_ERROR UNIQUE_SIDS_REQUIRED UNSUPPORTED_ACTION_IN_POLICY
    UNSUPPORTED_ELEMENT_COMBINATION UNSUPPORTED_PRINCIPAL UNSUPPORTED_SID UNSUPPORTED_SPACE_IN_VARIABLE
    UNSUPPORTED_WILDCARD_IN_PRINCIPAL VARIABLE_UNSUPPORTED_IN_ELEMENT VARIABLE_UNSUPPORTED_IN_VERSION
"""
SECURITY_WARNINGS = """
    ALLOW_WITH_NOT_ACTION ALLOW_WITH_NOT_PRINCIPAL ALLOW_WITH_NOT_RESOURCE
    DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
    FORALLVALUES_WITH_SINGLE_VALUED_KEY MISSING_PAIRED_CONDITION_KEYS PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE
    PASS_ROLE_WITH_NOT_RESOURCE PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE
    PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE PASS_ROLE_WITH_STAR_IN_RESOURCE
    PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS
"""
WARNINGS = """
    ALLOW_SHADOWED_BY_DENY CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE CREATE_SLR_WITH_NOT_RESOURCE
    CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE
    CREATE_SLR_WITH_STAR_IN_RESOURCE CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION DEPRECATED_GLOBAL_CONDITION_KEY
    INVALID_DATE_VALUE INVALID_ROLE_REFERENCE INVALID_USER_REFERENCE MISSING_VERSION
    POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA POLICY_SIZE_EXCEEDS_QUOTA TYPE_MISMATCH TYPE_MISMATCH_BOOLEAN
    TYPE_MISMATCH_DATE TYPE_MISMATCH_IP_RANGE TYPE_MISMATCH_NUMBER TYPE_MISMATCH_STRING
    UNSUPPORTED_ACTION_FOR_CONDITION_KEY UNSUPPORTED_RESOURCE_FOR_ACTION WILDCARD_WITHOUT_LIKE_OPERATOR
"""
SUGGESTIONS = """
    ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
    ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE EMPTY_ARRAY_ACTION EMPTY_ARRAY_CONDITION
    EMPTY_ARRAY_CONDITION_FORALLVALUES EMPTY_ARRAY_CONDITION_FORANYVALUE EMPTY_ARRAY_CONDITION_IFEXISTS
    EMPTY_ARRAY_PRINCIPAL EMPTY_ARRAY_RESOURCE EMPTY_OBJECT_CONDITION EMPTY_OBJECT_PRINCIPAL EMPTY_SID_VALUE
    EQUIVALENT_TO_NULL_FALSE EQUIVALENT_TO_NULL_TRUE
    IMPROVE_IP_RANGE NULL_WITH_QUALIFIER OUTDATED_VERSION PRIVATE_IP_ADDRESS_SUBSET PRIVATE_NOT_IP_ADDRESS_SUBSET
    REDUNDANT_ACTION REDUNDANT_CONDITION_VALUE_NUM REDUNDANT_RESOURCE REDUNDANT_STATEMENT WILDCARD_IN_SERVICE_NAME
"""
FINDING_TYPES = {
    **dict.fromkeys(ERRORS.split(), FindingType.ERROR),
    **dict.fromkeys(SECURITY_WARNINGS.split(), FindingType.SECURITY_WARNING),
    **dict.fromkeys(WARNINGS.split(), FindingType.WARNING),
    **dict.fromkeys(SUGGESTIONS.split(), FindingType.SUGGESTION),
}
OWN = frozenset(
    (
        "ALLOW_SHADOWED_BY_DENY",
        "ALLOW_WITH_NOT_ACTION",
        "ALLOW_WITH_NOT_RESOURCE",
        "MULTIVALUED_KEY_IN_VARIABLE",
        "OUTDATED_VERSION",
        "POLICY_SIZE_EXCEEDS_QUOTA",
        "TOML_SYNTAX_ERROR",
        "UNSUPPORTED_RESOURCE_FOR_ACTION",
    )
)
