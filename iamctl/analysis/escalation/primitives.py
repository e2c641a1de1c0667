"""Ways to more than one has, each as one row: the actions it needs, on what, what it gives, and what else must be so.

A row is one stroke of one identity. Rows join to roads: to attach a policy to a role and then to assume it is a row
about the role's policies and a row about becoming the role (`JOINED` has the names that such pairs have of old).

Ids are those of pathfinding.cloud; a row that it lacks has a name of its own.

Sources: https://pathfinding.cloud/ (DataDog, Apache-2.0)
         https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
         https://github.com/nccgroup/PMapper
         https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Category(Enum):
    """Whose permissions one comes to."""

    SELF = "self"
    PRINCIPAL = "principal"
    PASSROLE_NEW = "passrole-new"
    PASSROLE_EXISTING = "passrole-existing"


class Gives(Enum):
    """What a row comes to, in words."""

    CONTROL = "its permissions"
    PART = "its permissions, as far as one service goes"
    ANYTHING = "a policy that allows everything"
    ATTACHED = "a policy of those that may be attached"
    REWRITTEN = "a version of the policy that allows everything"
    OLDER = "another version of the policy"
    MEMBERSHIP = "the group's policies"
    UNBOUNDED = "no permissions boundary"
    REBOUNDED = "another permissions boundary"
    RELIEVED = "no more of what the policy denies"
    TAGGED = "tags that policies ask for"


class Need(NamedTuple):
    """One action.

    Attributes:
        on: `target` (the row's), `role` (the one that is passed), `*`, or the ARN of what is made or found, with
            `{account}` and with a star where any name will do.
    """

    action: str
    on: str = "target"


class Primitive(NamedTuple):
    """One row.

    Attributes:
        on: the kind of the target: user, role, group, policy, saml-provider or oidc-provider.
        service: the principal that a passed role has to trust.
        has_profile: whether the role comes by way of an instance profile.
        outside: what has to be so outside the account; `{role}` is the target's name.
        part: the only service in which the target's permissions come.
    """

    id: str
    title: str
    category: Category
    gives: Gives
    on: str
    needs: tuple[Need, ...]
    service: str = ""
    has_profile: bool = False
    outside: tuple[str, ...] = ()
    part: str = ""

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(need.action for need in self.needs)


PASS = Need("iam:PassRole", "role")
REGION = "us-east-1"
"""The region of what is made or found, where a policy does not ask for another."""

_FUNCTION = f"arn:aws:lambda:{REGION}:{{account}}:function:*"
_INSTANCE = f"arn:aws:ec2:{REGION}:{{account}}:instance/*"
_TEMPLATE = f"arn:aws:ec2:{REGION}:{{account}}:launch-template/*"
_TASK = f"arn:aws:ecs:{REGION}:{{account}}:task-definition/*:1"
_ECS_SERVICE = f"arn:aws:ecs:{REGION}:{{account}}:service/*/*"
_CLUSTER = f"arn:aws:ecs:{REGION}:{{account}}:cluster/*"
_STACK = f"arn:aws:cloudformation:{REGION}:{{account}}:stack/*/*"
_STACK_SET = f"arn:aws:cloudformation:{REGION}:{{account}}:stackset/*:*"
_PROJECT = f"arn:aws:codebuild:{REGION}:{{account}}:project/*"
_JOB = f"arn:aws:glue:{REGION}:{{account}}:job/*"
_TRIGGER = f"arn:aws:glue:{REGION}:{{account}}:trigger/*"
_ENDPOINT = f"arn:aws:glue:{REGION}:{{account}}:devEndpoint/*"
_NOTEBOOK = f"arn:aws:sagemaker:{REGION}:{{account}}:notebook-instance/*"
_LIFECYCLE = f"arn:aws:sagemaker:{REGION}:{{account}}:notebook-instance-lifecycle-config/*"
_TRAINING = f"arn:aws:sagemaker:{REGION}:{{account}}:training-job/*"
_PROCESSING = f"arn:aws:sagemaker:{REGION}:{{account}}:processing-job/*"
_PIPELINE = f"arn:aws:datapipeline:{REGION}:{{account}}:pipeline/*"
_RUNNER = f"arn:aws:apprunner:{REGION}:{{account}}:service/*/*"
_INTERPRETER = f"arn:aws:bedrock-agentcore:{REGION}:{{account}}:code-interpreter-custom/*"
_CONFIGURATION = f"arn:aws:autoscaling:{REGION}:{{account}}:launchConfiguration:*:launchConfigurationName/*"
_SCALING = f"arn:aws:autoscaling:{REGION}:{{account}}:autoScalingGroup:*:autoScalingGroupName/*"

_RUN_INSTANCES = (
    *(
        Need("ec2:RunInstances", f"arn:aws:ec2:{REGION}:{{account}}:{kind}/*")
        for kind in ("instance", "network-interface", "security-group", "subnet", "volume")
    ),
    Need("ec2:RunInstances", f"arn:aws:ec2:{REGION}::image/*"),
)

_SELF, _PRINCIPAL = Category.SELF, Category.PRINCIPAL
_NEW, _EXISTING = Category.PASSROLE_NEW, Category.PASSROLE_EXISTING


def _one(id: str, title: str, category: Category, gives: Gives, on: str, *actions: str) -> Primitive:
    return Primitive(id, title, category, gives, on, tuple(map(Need, actions)))


def _new(id: str, title: str, service: str, *needs: Need, profile: bool = False, outside: str = "") -> Primitive:
    told = (outside,) if outside else ()
    return Primitive(id, title, _NEW, Gives.CONTROL, "role", (PASS, *needs), service, profile, told)


def _existing(id: str, title: str, service: str, outside: str, *needs: Need) -> Primitive:
    return Primitive(id, title, _EXISTING, Gives.CONTROL, "role", needs, service, False, (outside,))


IDENTITIES = (
    _one("iam-002", "Create an access key of a user", _PRINCIPAL, Gives.CONTROL, "user", "iam:CreateAccessKey"),
    _one(
        "iam-003",
        "Create an access key of a user in the place of another",
        _PRINCIPAL,
        Gives.CONTROL,
        "user",
        "iam:CreateAccessKey",
        "iam:DeleteAccessKey",
    ),
    _one("iam-004", "Give a user a console password", _PRINCIPAL, Gives.CONTROL, "user", "iam:CreateLoginProfile"),
    _one("iam-006", "Set a user's console password", _PRINCIPAL, Gives.CONTROL, "user", "iam:UpdateLoginProfile"),
    _one("sts-001", "Assume a role", _PRINCIPAL, Gives.CONTROL, "role", "sts:AssumeRole"),
    _one("iam-012", "Make a role trust the caller", _PRINCIPAL, Gives.CONTROL, "role", "iam:UpdateAssumeRolePolicy"),
    _one(
        "update-saml-provider",
        "Put one's own metadata into a SAML provider",
        _PRINCIPAL,
        Gives.CONTROL,
        "saml-provider",
        "iam:UpdateSAMLProvider",
    ),
    _one(
        "create-saml-provider",
        "Create the SAML provider that a role trusts and that is not there",
        _PRINCIPAL,
        Gives.CONTROL,
        "saml-provider",
        "iam:CreateSAMLProvider",
    ),
    Primitive(
        "update-oidc-thumbprint",
        "Have an OpenID Connect provider accept another certificate",
        _PRINCIPAL,
        Gives.CONTROL,
        "oidc-provider",
        (Need("iam:UpdateOpenIDConnectProviderThumbprint"),),
        outside=("the caller answers in the place of the provider's host",),
    ),
    Primitive(
        "add-oidc-client-id",
        "Have an OpenID Connect provider accept another client id",
        _PRINCIPAL,
        Gives.CONTROL,
        "oidc-provider",
        (Need("iam:AddClientIDToOpenIDConnectProvider"),),
        outside=("the caller gets tokens for that client id from the provider",),
    ),
    Primitive(
        "create-service-specific-credential",
        "Create a user's credential for CodeCommit",
        _PRINCIPAL,
        Gives.PART,
        "user",
        (Need("iam:CreateServiceSpecificCredential"),),
        part="codecommit",
    ),
    Primitive(
        "reset-service-specific-credential",
        "Reset a user's credential for CodeCommit",
        _PRINCIPAL,
        Gives.PART,
        "user",
        (Need("iam:ResetServiceSpecificCredential"),),
        outside=("{role} has a service-specific credential for CodeCommit",),
        part="codecommit",
    ),
    Primitive(
        "upload-ssh-public-key",
        "Upload an SSH key as a user",
        _PRINCIPAL,
        Gives.PART,
        "user",
        (Need("iam:UploadSSHPublicKey"),),
        part="codecommit",
    ),
)
"""Becoming a user or a role."""

POLICIES = (
    _one("iam-007", "Write an inline policy of a user", _SELF, Gives.ANYTHING, "user", "iam:PutUserPolicy"),
    _one("iam-008", "Attach a policy to a user", _SELF, Gives.ANYTHING, "user", "iam:AttachUserPolicy"),
    _one("iam-005", "Write an inline policy of a role", _SELF, Gives.ANYTHING, "role", "iam:PutRolePolicy"),
    _one("iam-009", "Attach a policy to a role", _SELF, Gives.ANYTHING, "role", "iam:AttachRolePolicy"),
    _one("iam-011", "Write an inline policy of a group", _SELF, Gives.ANYTHING, "group", "iam:PutGroupPolicy"),
    _one("iam-010", "Attach a policy to a group", _SELF, Gives.ANYTHING, "group", "iam:AttachGroupPolicy"),
    _one("iam-001", "Create a policy's version", _SELF, Gives.REWRITTEN, "policy", "iam:CreatePolicyVersion"),
    _one(
        "set-default-policy-version",
        "Put another version of a policy in force",
        _SELF,
        Gives.OLDER,
        "policy",
        "iam:SetDefaultPolicyVersion",
    ),
    _one("iam-013", "Add a user to a group", _SELF, Gives.MEMBERSHIP, "group", "iam:AddUserToGroup"),
    _one(
        "delete-user-permissions-boundary",
        "Take the permissions boundary off a user",
        _SELF,
        Gives.UNBOUNDED,
        "user",
        "iam:DeleteUserPermissionsBoundary",
    ),
    _one(
        "delete-role-permissions-boundary",
        "Take the permissions boundary off a role",
        _SELF,
        Gives.UNBOUNDED,
        "role",
        "iam:DeleteRolePermissionsBoundary",
    ),
    _one(
        "put-user-permissions-boundary",
        "Set another permissions boundary of a user",
        _SELF,
        Gives.REBOUNDED,
        "user",
        "iam:PutUserPermissionsBoundary",
    ),
    _one(
        "put-role-permissions-boundary",
        "Set another permissions boundary of a role",
        _SELF,
        Gives.REBOUNDED,
        "role",
        "iam:PutRolePermissionsBoundary",
    ),
    _one("delete-user-policy", "Delete a user's policy", _SELF, Gives.RELIEVED, "user", "iam:DeleteUserPolicy"),
    _one("detach-user-policy", "Detach a user's policy", _SELF, Gives.RELIEVED, "user", "iam:DetachUserPolicy"),
    _one("delete-role-policy", "Delete a role's policy", _SELF, Gives.RELIEVED, "role", "iam:DeleteRolePolicy"),
    _one("detach-role-policy", "Detach a role's policy", _SELF, Gives.RELIEVED, "role", "iam:DetachRolePolicy"),
    _one("delete-group-policy", "Delete a group's policy", _SELF, Gives.RELIEVED, "group", "iam:DeleteGroupPolicy"),
    _one("detach-group-policy", "Detach a group's policy", _SELF, Gives.RELIEVED, "group", "iam:DetachGroupPolicy"),
    _one(
        "remove-user-from-group",
        "Remove a user from a group",
        _SELF,
        Gives.RELIEVED,
        "group",
        "iam:RemoveUserFromGroup",
    ),
    _one("tag-user", "Tag a user", _SELF, Gives.TAGGED, "user", "iam:TagUser"),
    _one("untag-user", "Take tags off a user", _SELF, Gives.TAGGED, "user", "iam:UntagUser"),
    _one("tag-role", "Tag a role", _SELF, Gives.TAGGED, "role", "iam:TagRole"),
    _one("untag-role", "Take tags off a role", _SELF, Gives.TAGGED, "role", "iam:UntagRole"),
)
"""Changing what an identity may do."""

_EC2, _LAMBDA, _ECS = "ec2.amazonaws.com", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com"
_FORMATION, _BUILD, _GLUE = "cloudformation.amazonaws.com", "codebuild.amazonaws.com", "glue.amazonaws.com"
_SAGEMAKER, _DATA, _APP = "sagemaker.amazonaws.com", "datapipeline.amazonaws.com", "tasks.apprunner.amazonaws.com"
_AGENT = "bedrock-agentcore.amazonaws.com"
_REGISTER = Need("ecs:RegisterTaskDefinition", _TASK)
_RUNNING = "an EC2 instance runs as {role}"
_CLUSTERED = "an ECS cluster is there"
_HAS_FUNCTION = "a Lambda function runs as {role}"
_FUNCTION_CALLED = "a Lambda function runs as {role}, and something calls it"

COMPUTE = (
    _new("ec2-001", "Start an EC2 instance", _EC2, *_RUN_INSTANCES, profile=True),
    _new(
        "ec2-003",
        "Request a spot instance",
        _EC2,
        Need("ec2:RequestSpotInstances", f"arn:aws:ec2:{REGION}:{{account}}:spot-instances-request/*"),
        profile=True,
    ),
    _new(
        "associate-instance-profile",
        "Give an instance a profile",
        _EC2,
        Need("ec2:AssociateIamInstanceProfile", _INSTANCE),
        profile=True,
        outside="an EC2 instance without a profile is there, and the caller has a shell on it",
    ),
    _new(
        "replace-instance-profile",
        "Give an instance another profile",
        _EC2,
        Need("ec2:ReplaceIamInstanceProfileAssociation", _INSTANCE),
        profile=True,
        outside="an EC2 instance with a profile is there, and the caller has a shell on it",
    ),
    _new(
        "auto-scaling",
        "Have instances started from a launch configuration",
        _EC2,
        Need("autoscaling:CreateLaunchConfiguration", _CONFIGURATION),
        Need("autoscaling:CreateAutoScalingGroup", _SCALING),
        profile=True,
    ),
    _existing(
        "ec2-002",
        "Rewrite an instance's user data",
        _EC2,
        _RUNNING,
        Need("ec2:ModifyInstanceAttribute", _INSTANCE),
        Need("ec2:StopInstances", _INSTANCE),
        Need("ec2:StartInstances", _INSTANCE),
    ),
    _existing(
        "ec2-004",
        "Rewrite a launch template",
        _EC2,
        "instances that run as {role} are started from a launch template",
        Need("ec2:CreateLaunchTemplateVersion", _TEMPLATE),
        Need("ec2:ModifyLaunchTemplate", _TEMPLATE),
    ),
    _existing(
        "ec2instanceconnect-003",
        "Push an SSH key to an instance",
        _EC2,
        f"{_RUNNING}, and the caller reaches its SSH port",
        Need("ec2-instance-connect:SendSSHPublicKey", _INSTANCE),
    ),
    _existing(
        "ssm-001",
        "Start a session on an instance",
        _EC2,
        f"{_RUNNING} with the SSM agent",
        Need("ssm:StartSession", _INSTANCE),
    ),
    _existing(
        "ssm-002",
        "Run a command on an instance",
        _EC2,
        f"{_RUNNING} with the SSM agent",
        Need("ssm:SendCommand", _INSTANCE),
        Need("ssm:SendCommand", f"arn:aws:ssm:{REGION}::document/*"),
    ),
    _new(
        "lambda-001",
        "Create a function and call it",
        _LAMBDA,
        Need("lambda:CreateFunction", _FUNCTION),
        Need("lambda:InvokeFunction", _FUNCTION),
    ),
    _new(
        "lambda-002",
        "Create a function and have a stream call it",
        _LAMBDA,
        Need("lambda:CreateFunction", _FUNCTION),
        Need("lambda:CreateEventSourceMapping", "*"),
        outside="an event source is there that {role} may read and that something writes to",
    ),
    _new(
        "lambda-006",
        "Create a function and let oneself call it",
        _LAMBDA,
        Need("lambda:CreateFunction", _FUNCTION),
        Need("lambda:AddPermission", _FUNCTION),
    ),
    _existing(
        "lambda-003",
        "Rewrite a function's code",
        _LAMBDA,
        _FUNCTION_CALLED,
        Need("lambda:UpdateFunctionCode", _FUNCTION),
    ),
    _existing(
        "lambda-004",
        "Rewrite a function's code and call it",
        _LAMBDA,
        _HAS_FUNCTION,
        Need("lambda:UpdateFunctionCode", _FUNCTION),
        Need("lambda:InvokeFunction", _FUNCTION),
    ),
    _existing(
        "lambda-005",
        "Rewrite a function's code and let oneself call it",
        _LAMBDA,
        _HAS_FUNCTION,
        Need("lambda:UpdateFunctionCode", _FUNCTION),
        Need("lambda:AddPermission", _FUNCTION),
    ),
    _existing(
        "update-function-configuration",
        "Give a function another layer or handler",
        _LAMBDA,
        _FUNCTION_CALLED,
        Need("lambda:UpdateFunctionConfiguration", _FUNCTION),
    ),
    _new(
        "ecs-001",
        "Run a service in a new ECS cluster",
        _ECS,
        Need("ecs:CreateCluster", _CLUSTER),
        _REGISTER,
        Need("ecs:CreateService", _ECS_SERVICE),
    ),
    _new(
        "ecs-002",
        "Run a task in a new ECS cluster",
        _ECS,
        Need("ecs:CreateCluster", _CLUSTER),
        _REGISTER,
        Need("ecs:RunTask", _TASK),
    ),
    _new(
        "ecs-003",
        "Run a service in an ECS cluster",
        _ECS,
        _REGISTER,
        Need("ecs:CreateService", _ECS_SERVICE),
        outside=_CLUSTERED,
    ),
    _new("ecs-004", "Run a task in an ECS cluster", _ECS, _REGISTER, Need("ecs:RunTask", _TASK), outside=_CLUSTERED),
    _new(
        "ecs-005",
        "Start a task on a container instance",
        _ECS,
        _REGISTER,
        Need("ecs:StartTask", _TASK),
        outside="an ECS cluster with a container instance is there",
    ),
    _new("cloudformation-001", "Create a stack", _FORMATION, Need("cloudformation:CreateStack", _STACK)),
    _existing(
        "cloudformation-002",
        "Update a stack",
        _FORMATION,
        "a CloudFormation stack has {role} for its service role",
        Need("cloudformation:UpdateStack", _STACK),
    ),
    _new(
        "cloudformation-003",
        "Create a stack set with instances",
        _FORMATION,
        Need("cloudformation:CreateStackSet", "*"),
        Need("cloudformation:CreateStackInstances", _STACK_SET),
    ),
    _new(
        "cloudformation-004",
        "Update a stack set",
        _FORMATION,
        Need("cloudformation:UpdateStackSet", _STACK_SET),
        outside="a CloudFormation stack set with instances is there",
    ),
    _existing(
        "cloudformation-005",
        "Update a stack by a change set",
        _FORMATION,
        "a CloudFormation stack has {role} for its service role",
        Need("cloudformation:CreateChangeSet", _STACK),
        Need("cloudformation:ExecuteChangeSet", _STACK),
    ),
    _new(
        "codebuild-001",
        "Create a project and build it",
        _BUILD,
        Need("codebuild:CreateProject", _PROJECT),
        Need("codebuild:StartBuild", _PROJECT),
    ),
    _existing(
        "codebuild-002",
        "Build a project from another build specification",
        _BUILD,
        "a CodeBuild project has {role} for its service role",
        Need("codebuild:StartBuild", _PROJECT),
    ),
    _existing(
        "codebuild-003",
        "Build a project in a batch from another build specification",
        _BUILD,
        "a CodeBuild project has {role} for its service role",
        Need("codebuild:StartBuildBatch", _PROJECT),
    ),
    _new(
        "codebuild-004",
        "Create a project and build it in a batch",
        _BUILD,
        Need("codebuild:CreateProject", _PROJECT),
        Need("codebuild:StartBuildBatch", _PROJECT),
    ),
    _new("glue-001", "Create a development endpoint", _GLUE, Need("glue:CreateDevEndpoint", "*")),
    _existing(
        "glue-002",
        "Put an SSH key into a development endpoint",
        _GLUE,
        "a Glue development endpoint runs as {role}",
        Need("glue:UpdateDevEndpoint", _ENDPOINT),
    ),
    _new("glue-003", "Create a job and run it", _GLUE, Need("glue:CreateJob", _JOB), Need("glue:StartJobRun", _JOB)),
    _new(
        "glue-004",
        "Create a job and a trigger that runs it",
        _GLUE,
        Need("glue:CreateJob", _JOB),
        Need("glue:CreateTrigger", _TRIGGER),
    ),
    _new(
        "glue-005",
        "Rewrite a job and run it",
        _GLUE,
        Need("glue:UpdateJob", _JOB),
        Need("glue:StartJobRun", _JOB),
        outside="a Glue job is there",
    ),
    _new(
        "glue-006",
        "Rewrite a job and create a trigger that runs it",
        _GLUE,
        Need("glue:UpdateJob", _JOB),
        Need("glue:CreateTrigger", _TRIGGER),
        outside="a Glue job is there",
    ),
    _new("sagemaker-001", "Create a notebook", _SAGEMAKER, Need("sagemaker:CreateNotebookInstance", _NOTEBOOK)),
    _new("sagemaker-002", "Create a training job", _SAGEMAKER, Need("sagemaker:CreateTrainingJob", _TRAINING)),
    _new("sagemaker-003", "Create a processing job", _SAGEMAKER, Need("sagemaker:CreateProcessingJob", _PROCESSING)),
    _existing(
        "sagemaker-004",
        "Open a notebook",
        _SAGEMAKER,
        "a SageMaker notebook runs as {role}",
        Need("sagemaker:CreatePresignedNotebookInstanceUrl", _NOTEBOOK),
    ),
    _existing(
        "sagemaker-005",
        "Give a notebook another lifecycle configuration",
        _SAGEMAKER,
        "a SageMaker notebook runs as {role}",
        Need("sagemaker:CreateNotebookInstanceLifecycleConfig", _LIFECYCLE),
        Need("sagemaker:StopNotebookInstance", _NOTEBOOK),
        Need("sagemaker:UpdateNotebookInstance", _NOTEBOOK),
        Need("sagemaker:StartNotebookInstance", _NOTEBOOK),
    ),
    _new(
        "datapipeline-001",
        "Create a pipeline and start it",
        _DATA,
        Need("datapipeline:CreatePipeline", "*"),
        Need("datapipeline:PutPipelineDefinition", _PIPELINE),
        Need("datapipeline:ActivatePipeline", _PIPELINE),
    ),
    _new("apprunner-001", "Create an App Runner service", _APP, Need("apprunner:CreateService", _RUNNER)),
    _existing(
        "apprunner-002",
        "Have an App Runner service run something else",
        _APP,
        "an App Runner service runs as {role}",
        Need("apprunner:UpdateService", _RUNNER),
    ),
    _new(
        "bedrock-001",
        "Create a code interpreter and run code in it",
        _AGENT,
        Need("bedrock-agentcore:CreateCodeInterpreter", "*"),
        Need("bedrock-agentcore:StartCodeInterpreterSession", _INTERPRETER),
        Need("bedrock-agentcore:InvokeCodeInterpreter", _INTERPRETER),
    ),
    _existing(
        "bedrock-002",
        "Run code in a code interpreter",
        _AGENT,
        "a code interpreter of Bedrock AgentCore runs as {role}",
        Need("bedrock-agentcore:StartCodeInterpreterSession", _INTERPRETER),
        Need("bedrock-agentcore:InvokeCodeInterpreter", _INTERPRETER),
    ),
)
"""Having a service act as a role."""

PROFILE_NEEDS = (Need("iam:CreateInstanceProfile", "profile"), Need("iam:AddRoleToInstanceProfile", "profile"))
"""What a role that is in no instance profile needs besides."""

ALTERING = frozenset(need.action.lower() for row in POLICIES for need in row.needs)
"""The actions that change what an identity may do, in lower case."""

TABLE = (*IDENTITIES, *POLICIES, *COMPUTE)

JOINED = {
    ("iam-009", "sts-001"): "iam-014",
    ("iam-008", "iam-002"): "iam-015",
    ("iam-001", "sts-001"): "iam-016",
    ("iam-005", "sts-001"): "iam-017",
    ("iam-007", "iam-002"): "iam-018",
    ("iam-009", "iam-012"): "iam-019",
    ("iam-001", "iam-012"): "iam-020",
    ("iam-005", "iam-012"): "iam-021",
}
"""Two rows about one target, the change first, and the id of the road that they are together."""

MFA = ("iam:DeactivateMFADevice", "iam:EnableMFADevice", "iam:ResyncMFADevice")
"""What lifts a demand for MFA. Devices are outside the account's files: what asks for MFA stays a condition."""


def actions_of_rows() -> tuple[frozenset[str], ...]:
    """The actions of each row that needs several, in lower case; with those for a profile as well where it has one."""
    rows = [(*row.needs, *extra) for row in TABLE for extra in ((), PROFILE_NEEDS if row.has_profile else ())]
    found = (frozenset(need.action.lower() for need in needs) for needs in rows)
    return tuple(dict.fromkeys(each for each in found if len(each) > 1))


def actions_named() -> frozenset[str]:
    """Every action of the table, in lower case."""
    others = ("iam:createpolicy", "iam:deletepolicyversion", *(need.action.lower() for need in PROFILE_NEEDS))
    return frozenset(need.action.lower() for row in TABLE for need in row.needs).union(others)
