// npm's certified oidc-provider on loopback, for one sign-in after another: `node oidc_provider.mjs CONFIGURATION`.
// The configuration is JSON: port, key and certificate (PEM files), jwks (private), client. It prints `ready` when it listens.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.env.IAMCTL_TEST_NODE_MODULES;
const require = createRequire(join(folder, "from.cjs"));
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);
const wanted = JSON.parse(readFileSync(process.argv[2], "utf8"));

const provider = new Provider(wanted.issuer, {
  jwks: wanted.jwks,
  clients: [wanted.client, ...(wanted.clients ?? [])],
  cookies: { keys: ["only for tests"] },
  claims: { openid: ["sub", "email", "https://aws.amazon.com/tags", "https://aws.amazon.com/source_identity"] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: true }, deviceFlow: { enabled: true } },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512"] },
  findAccount: async (ctx, id) => ({
    accountId: id,
    claims: async () => ({
      sub: id,
      email: `${id}@example.com`,
      "https://aws.amazon.com/tags": { principal_tags: { Team: ["core"] }, transitive_tag_keys: ["Team"] },
      "https://aws.amazon.com/source_identity": id,
    }),
  }),
});

createServer({ key: readFileSync(wanted.key), cert: readFileSync(wanted.certificate) }, provider.callback()).listen(
  wanted.port,
  "127.0.0.1",
  () => console.log("ready"),
);
