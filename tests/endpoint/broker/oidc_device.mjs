// npm's certified oidc-provider with the device flow and refresh tokens: `node oidc_device.mjs CONFIGURATION`.
// It prints `ready` when it listens.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.IAMCTL_TEST_NODE_MODULES, "from.cjs"));
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);
const wanted = JSON.parse(readFileSync(process.argv[2], "utf8"));

const provider = new Provider(wanted.issuer, {
  jwks: wanted.jwks,
  clients: [
    {
      client_id: "iamctl-broker",
      token_endpoint_auth_method: "none",
      grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
      redirect_uris: [],
      response_types: [],
    },
  ],
  cookies: { keys: ["only for tests"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["groups"] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: true }, deviceFlow: { enabled: true }, revocation: { enabled: true } },
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  findAccount: async (ctx, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, email: `${id}@acme.example`, email_verified: true, groups: ["engineers"] }),
  }),
});

createServer({ key: readFileSync(wanted.key), cert: readFileSync(wanted.certificate) }, provider.callback()).listen(
  wanted.port,
  "127.0.0.1",
  () => console.log("ready"),
);
