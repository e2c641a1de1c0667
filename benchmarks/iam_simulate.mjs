// @cloud-copilot/iam-simulate on the workload of benchmarks/decisions.py: node iam_simulate.mjs MODULES WORKLOAD.json
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const require = createRequire(pathToFileURL(process.argv[2] + '/'))
const { runUnsafeSimulation, runSimulation } = await import(pathToFileURL(require.resolve('@cloud-copilot/iam-simulate')))
const given = JSON.parse(readFileSync(process.argv[3], 'utf8'))
const identityPolicies = given.identity.map((policy, number) => ({ name: `p${number}`, policy }))
const permissionBoundaryPolicies = [{ name: 'boundary', policy: given.boundary }]

async function decide(request) {
  const simulation = {
    request: {
      principal: 'arn:aws:iam::111122223333:user/alice',
      action: request.action,
      resource: { resource: request.resource, accountId: '111122223333' },
      contextVariables: { 'aws:RequestedRegion': request.region, 'aws:SourceIp': request.ip }
    },
    identityPolicies,
    permissionBoundaryPolicies,
    serviceControlPolicies: [],
    resourceControlPolicies: []
  }
  const unsafe = runUnsafeSimulation
  const result = unsafe ? await unsafe(simulation, {}) : await runSimulation(simulation, {})
  const found = result.result ?? result.analysis?.result ?? result.overallResult ?? result
  return found === 'Allowed' || found?.result === 'Allowed'
}

let right = 0
for (const request of given.requests.slice(0, 400)) right += (await decide(request)) === request.allowed
let decided = 0
const started = performance.now()
while (performance.now() - started < 2000) {
  await decide(given.requests[decided % given.requests.length])
  decided += 1
}
console.log(JSON.stringify({ rate: (decided * 1000) / (performance.now() - started), right: right / 400 }))
