// The attributes of AWS that the identity provider's form asks for: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
const names = ["Role", "RoleSessionName", "PrincipalTag:Team"].map((name) => `https://aws.amazon.com/SAML/Attributes/${name}`);

module.exports = {
  user: { userName: "nobody", nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" },
  metadata: names.map((id) => ({ id, optional: true, displayName: id, description: id, multiValue: false })),
};
