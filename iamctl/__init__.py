"""iamctl: the IAM of an AWS account as a folder of TOML files."""
