// The identity provider of the example: npm's certified oidc-provider on loopback, over HTTPS, with one mobile app as its
// client. `node provider.mjs KEY CERTIFICATE` prints its issuer when it listens. Whoever types a name is that person.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.NODE_MODULES, "from.cjs"));
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);

const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
const server = createServer({ key: readFileSync(process.argv[2]), cert: readFileSync(process.argv[3]) });
server.listen(0, "127.0.0.1", () => {
  const issuer = `https://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...key, kid: "photos-1", use: "sig", alg: "RS256" }] },
    clients: [
      {
        client_id: "photos-app",
        application_type: "native",
        token_endpoint_auth_method: "none",
        redirect_uris: ["com.acme.photos:/signed-in"],
      },
    ],
    cookies: { keys: ["only for the example"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
