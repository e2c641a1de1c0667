// AWS's SDK for JavaScript on an instance or in a container: it prints the credentials that it finds by itself, and
// again for each line of stdin. IAMCTL_TEST_NODE_MODULES names the folder that @aws-sdk/credential-providers is in.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.env.IAMCTL_TEST_NODE_MODULES}/`);
const { fromNodeProviderChain } = require("@aws-sdk/credential-providers");

const provider = fromNodeProviderChain();

async function print() {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider({ forceRefresh: false });
  console.log(JSON.stringify({ accessKeyId, secretAccessKey, sessionToken, expiration }));
}

await print();
for await (const line of createInterface({ input: process.stdin })) await print();
