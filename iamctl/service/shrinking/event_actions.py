"""Which IAM actions the events of CloudTrail stand for.

Mostly the event's source and name are the action's: `iam.amazonaws.com` and `CreateUser`. Where they are not, a row
here says so; versions and dates behind a name (`ListFunctions20150331`) go. What is found neither way is not guessed.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
         https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
         https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
         https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
         https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
         https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
         https://summitroute.com/blog/2018/06/28/aws_iam_vs_api_vs_cloudtrail/
"""

from __future__ import annotations

import re

from iamctl.service.reference import service_reference

PREFIXES = {
    "monitoring": "cloudwatch",
    "email": "ses",
    "tagging": "tag",
    "kinesisanalyticsv2": "kinesisanalytics",
    "s3express": "s3express",
    "metering-marketplace": "aws-marketplace",
    "entitlement-marketplace": "aws-marketplace",
    "codestar-connections": "codestar-connections",
    "data-iot": "iot",
    "iotdata": "iot",
    "runtime-sagemaker": "sagemaker",
    "bedrock-runtime": "bedrock",
    "elasticfilesystem": "elasticfilesystem",
    "cloudcontrolapi": "cloudformation",
}
"""Prefixes of actions that are not what stands before `.amazonaws.com`, whose dots are written `-` here."""

NO_ACTION = frozenset(
    {
        *("signin:ConsoleLogin", "signin:CheckMfa", "signin:SwitchRole", "signin:ExitRole", "signin:RenewRole"),
        *("signin:PasswordRecoveryRequested", "signin:PasswordRecoveryCompleted", "signin:PasswordUpdated"),
        *("sts:GetCallerIdentity", "sts:GetSessionToken"),
    }
)
"""Events that no policy has to allow.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
"""

_MULTIPART = ("CreateMultipartUpload", "InitiateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "PostObject")
ACTIONS: dict[str, tuple[str, ...]] = {
    "s3:ListBuckets": ("s3:ListAllMyBuckets",),
    "s3:HeadBucket": ("s3:ListBucket",),
    "s3:ListObjects": ("s3:ListBucket",),
    "s3:ListObjectsV2": ("s3:ListBucket",),
    "s3:ListObjectVersions": ("s3:ListBucketVersions",),
    "s3:ListMultipartUploads": ("s3:ListBucketMultipartUploads",),
    "s3:ListParts": ("s3:ListMultipartUploadParts",),
    "s3:HeadObject": ("s3:GetObject",),
    "s3:SelectObjectContent": ("s3:GetObject",),
    "s3:DeleteObjects": ("s3:DeleteObject",),
    "s3:CopyObject": ("s3:GetObject", "s3:PutObject"),
    "s3:UploadPartCopy": ("s3:GetObject", "s3:PutObject"),
    **{f"s3:{name}": ("s3:PutObject",) for name in _MULTIPART},
    "s3:GetBucketLifecycle": ("s3:GetLifecycleConfiguration",),
    "s3:GetBucketLifecycleConfiguration": ("s3:GetLifecycleConfiguration",),
    "s3:PutBucketLifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:PutBucketLifecycleConfiguration": ("s3:PutLifecycleConfiguration",),
    "s3:DeleteBucketLifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:GetBucketCors": ("s3:GetBucketCORS",),
    "s3:PutBucketCors": ("s3:PutBucketCORS",),
    "s3:DeleteBucketCors": ("s3:PutBucketCORS",),
    "s3:GetBucketEncryption": ("s3:GetEncryptionConfiguration",),
    "s3:PutBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:DeleteBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:GetBucketReplication": ("s3:GetReplicationConfiguration",),
    "s3:PutBucketReplication": ("s3:PutReplicationConfiguration",),
    "s3:DeleteBucketReplication": ("s3:PutReplicationConfiguration",),
    "s3:DeleteBucketTagging": ("s3:PutBucketTagging",),
    "s3:GetBucketAccelerateConfiguration": ("s3:GetAccelerateConfiguration",),
    "s3:PutBucketAccelerateConfiguration": ("s3:PutAccelerateConfiguration",),
    "s3:GetBucketNotificationConfiguration": ("s3:GetBucketNotification",),
    "s3:PutBucketNotificationConfiguration": ("s3:PutBucketNotification",),
    "s3:GetPublicAccessBlock": ("s3:GetBucketPublicAccessBlock",),
    "s3:PutPublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "s3:DeletePublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "s3:DeleteBucketPublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "s3:DeleteBucketOwnershipControls": ("s3:PutBucketOwnershipControls",),
    "s3:GetObjectLockConfiguration": ("s3:GetBucketObjectLockConfiguration",),
    "s3:PutObjectLockConfiguration": ("s3:PutBucketObjectLockConfiguration",),
    **{
        f"s3:{verb}Bucket{kind}Configuration": (f"s3:{action}{kind}Configuration",)
        for kind in ("Analytics", "Inventory", "Metrics", "IntelligentTiering")
        for verb, action in (("Get", "Get"), ("List", "Get"), ("Put", "Put"), ("Delete", "Put"))
    },
    **{
        f"s3:ListBucket{kind}Configurations": (f"s3:Get{kind}Configuration",)
        for kind in ("Analytics", "Inventory", "Metrics", "IntelligentTiering")
    },
    "lambda:Invoke": ("lambda:InvokeFunction",),
    "lambda:InvokeExecution": ("lambda:InvokeFunction",),
    "kms:ReEncrypt": ("kms:ReEncryptFrom", "kms:ReEncryptTo"),
    "bedrock:Converse": ("bedrock:InvokeModel",),
    "bedrock:ConverseStream": ("bedrock:InvokeModelWithResponseStream",),
    "dynamodb:TransactGetItems": ("dynamodb:GetItem",),
    **{
        f"dynamodb:{name}": (
            *("dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert"),
            *("dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate"),
        )
        for name in ("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction")
    },
    "dynamodb:TransactWriteItems": (
        *("dynamodb:ConditionCheckItem", "dynamodb:DeleteItem"),
        *("dynamodb:PutItem", "dynamodb:UpdateItem"),
    ),
    "sns:PublishBatch": ("sns:Publish",),
    "sqs:SendMessageBatch": ("sqs:SendMessage",),
    "sqs:DeleteMessageBatch": ("sqs:DeleteMessage",),
    "sqs:ChangeMessageVisibilityBatch": ("sqs:ChangeMessageVisibility",),
}
"""Actions that an event may have needed; where its record does not tell which, all of them."""
_VERSION = re.compile(r"(?:_?20\d\d_?\d\d_?\d\d)(?:v\d+)?$")


def actions_of(source: str, name: str) -> tuple[str, ...] | None:
    """The actions that an event stands for, as AWS spells them; none of what nobody has to allow, None if unknown.

    Args:
        source: `s3.amazonaws.com`.
        name: `ListObjectsV2`.
    """
    host = source.lower().removesuffix(".cn").removesuffix(".amazonaws.com").replace(".", "-")
    prefix = PREFIXES.get(host, host)
    for plain in dict.fromkeys((name, _VERSION.sub("", name))):
        event = f"{prefix}:{plain}"
        if event in NO_ACTION:
            return ()
        if event in ACTIONS:
            return ACTIONS[event]
        if (found := service_reference().action(event)) is not None:
            return (found.full_name,)
    return None
