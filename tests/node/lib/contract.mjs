// The interface as openapi.yaml describes it: finds the operation of a
// request and checks the answer against what is promised.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import Ajv2020 from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const FILE = new URL('../../../openapi/openapi.yaml', import.meta.url);
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** A field that nobody described is a fault of ours, so that descriptions are
 * closed here; for clients they are open. */
function close(schema) {
  if (Array.isArray(schema)) return schema.forEach(close);
  if (schema === null || typeof schema !== 'object') return undefined;
  if (schema.properties && schema.additionalProperties === undefined) {
    schema.additionalProperties = false;
  }
  return Object.values(schema).forEach(close);
}

export class Contract {
  #doc = parse(readFileSync(FILE, 'utf8'));
  #ajv = new Ajv2020({ strict: false, allErrors: true });
  #seen = new Map(); // operationId -> statuses answered

  constructor() {
    this.#ajv.addFormat('date-time', RFC3339);
    this.#ajv.addFormat('uri', /^[a-z]+:\S+$/);
    this.#ajv.addFormat('binary', true);
    close(this.#doc.components.schemas);
    this.#ajv.addSchema({ $id: 'doc:', components: this.#doc.components });
  }

  operations() {
    return Object.entries(this.#doc.paths).flatMap(([path, item]) =>
      METHODS.filter((m) => item[m]).map((method) => ({
        path, method, ...item[method],
        parameters: [...(item.parameters ?? []),
          ...(item[method].parameters ?? [])].map((p) => this.#deref(p)),
      })));
  }

  operation(id) {
    const found = this.operations().find((o) => o.operationId === id);
    assert.ok(found, `no operation ${id}`);
    return found;
  }

  #deref(thing) {
    if (!thing?.$ref) return thing;
    return thing.$ref.slice(2).split('/').reduce((o, k) => o[k], this.#doc);
  }

  #validate(schema, value, what) {
    const absolute = JSON.parse(JSON.stringify(schema)
      .replaceAll('"$ref":"#/', '"$ref":"doc:#/'));
    close(absolute);
    const check = this.#ajv.compile(absolute);
    assert.ok(check(value),
      `${what}: ${this.#ajv.errorsText(check.errors)}\n` +
      JSON.stringify(value).slice(0, 2000));
  }

  /** Check one answer: { status, headers, body } as Firnd.call gives it. */
  check(id, answer) {
    const op = this.operation(id);
    const what = `${id} ${answer.status}`;
    const response = this.#deref(
      op.responses[answer.status] ??
      (answer.status >= 400 ? op.responses.default : undefined));

    assert.ok(response, `${what}: this status is not described`);
    this.#checkHeaders(response, answer, what);
    this.#checkBody(response, answer, what);
    if (!this.#seen.has(id)) this.#seen.set(id, new Set());
    this.#seen.get(id).add(answer.status);
    return answer;
  }

  #checkHeaders(response, answer, what) {
    for (const [name, header] of Object.entries(response.headers ?? {})) {
      if (!this.#deref(header).required) continue;
      assert.ok(answer.headers.get(name), `${what}: no ${name}`);
    }
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', what);
  }

  #checkBody(response, answer, what) {
    const type = (answer.headers.get('content-type') ?? '').split(';')[0];
    if (!response.content) {
      assert.equal(answer.body.length, 0, `${what}: a body`);
      return;
    }
    const content = response.content[type] ?? response.content['*/*'];
    assert.ok(content, `${what}: type ${type} is not described`);
    if (type.endsWith('json')) {
      this.#validate(content.schema, answer.body, what);
    }
    if (type === 'application/problem+json') {
      assert.equal(answer.body.status, answer.status, what);
      assert.equal(answer.headers.get('x-request-id'), answer.body.request_id);
    }
  }

  /** Check data against a named schema. */
  checkData(name, value) {
    this.#validate({ $ref: `#/components/schemas/${name}` }, value, name);
  }

  /** Every example in the document fits its own schema. */
  checkExamples() {
    for (const op of this.operations()) {
      for (const r of Object.values(op.responses)) {
        for (const c of Object.values(this.#deref(r).content ?? {})) {
          if (c.example !== undefined && c.schema) {
            this.#validate(c.schema, c.example, `example of ${op.operationId}`);
          }
        }
      }
      for (const p of op.parameters) {
        if (p.example !== undefined) {
          this.#validate(p.schema, p.example, `example of ${p.name}`);
        }
      }
    }
  }

  /** Operations without a good answer so far, and without a bad one. */
  missing() {
    const lacks = (test) => this.operations().map((o) => o.operationId)
      .filter((id) => ![...(this.#seen.get(id) ?? [])].some(test));
    return {
      good: lacks((s) => s < 400),
      bad: lacks((s) => s >= 400),
    };
  }
}
