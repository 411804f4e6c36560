// Load test: the limits come from the specification, and break the run where they are missed.
//
//   BASE_URL=https://… k6 run validation/load.js
//
// RATE, USERS, DURATION and TEST_PATH change what is sent; SUMMARY names the file of the results.
import http from 'k6/http';
import { check, sleep } from 'k6';

const base = __ENV.BASE_URL;
if (!base) {
  throw new Error('set BASE_URL to the address of the system under test');
}

export const options = {
  summaryTrendStats: ['avg', 'med', 'max', 'p(95)'],
  scenarios: {
    requests: {
      // NFR-PERF-002, SC-PERF-001
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.RATE || 800),
      timeUnit: '1s',
      duration: __ENV.DURATION || '5m',
      preAllocatedVUs: 320,
      maxVUs: 1280,
    },
  },
  thresholds: {
    // NFR-PERF-001, SLO-002
    http_req_duration: ['p(95)<200'],
  },
};

function visit() {
  const answer = http.get(base + (__ENV.TEST_PATH || '/'));
  check(answer, { 'answers without an error': (one) => one.status > 0 && one.status < 400 });
}

export default function () {
  visit();
}

export function handleSummary(data) {
  const lines = Object.entries(data.metrics)
    .filter(([name]) => ['http_req_duration', 'http_req_failed', 'http_reqs', 'vus_max'].includes(name))
    .map(([name, metric]) => `${name}: ${JSON.stringify(metric.values)}`);
  return { [__ENV.SUMMARY || 'load.json']: JSON.stringify(data), stdout: `${lines.join('\n')}\n` };
}
