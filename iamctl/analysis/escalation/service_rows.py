"""Rows of services that act as roles: one that is passed to something new, or that something there has already."""

from __future__ import annotations

from iamctl.analysis.escalation.primitives import PASS, REGION, Category, Gives, Need, Primitive

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

_NEW, _EXISTING = Category.PASSROLE_NEW, Category.PASSROLE_EXISTING


def _new(id: str, title: str, service: str, *needs: Need, profile: bool = False, outside: str = "") -> Primitive:
    told = (outside,) if outside else ()
    return Primitive(id, title, _NEW, Gives.CONTROL, "role", (PASS, *needs), service, profile, told)


def _existing(id: str, title: str, service: str, outside: str, *needs: Need) -> Primitive:
    return Primitive(id, title, _EXISTING, Gives.CONTROL, "role", needs, service, False, (outside,))


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
