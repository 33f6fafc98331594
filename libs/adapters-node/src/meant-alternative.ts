import type { ErrorObject } from 'ajv/dist/2020';

/** Rules whose parts are reported, too. */
const ALTERNATIVES = new Set(['anyOf', 'oneOf', 'propertyNames']);

/**
 * Errors without what the alternatives not meant have to say. Alternatives are mostly told apart by one member, `{mode: 'require', …}`: an error is
 * that of the one whose value is there, or that the value stands for none of them. Where nothing tells them apart, the rule itself is the error.
 * Errors have to know their schema (`verbose`).
 */
export function withoutOthers(errors: ErrorObject[]): ErrorObject[] {
  const wholes = errors.filter(({ keyword }) => ALTERNATIVES.has(keyword));
  const outermost = wholes.filter((whole) => !wholes.some((other) => isPartOf(whole, other)));
  return errors.filter(({ keyword }) => keyword !== 'if').flatMap((error) => {
    if (outermost.includes(error)) return meantOf(error, errors.filter((other) => isPartOf(other, error)));
    return outermost.some((whole) => isPartOf(error, whole)) ? [] : [error];
  });
}

function isPartOf(error: ErrorObject, whole: ErrorObject): boolean {
  return error.schemaPath.startsWith(`${whole.schemaPath}/`) && `${error.instancePath}/`.startsWith(`${whole.instancePath}/`);
}

function meantOf(whole: ErrorObject, parts: ErrorObject[]): ErrorObject[] {
  const branches = branchesOf(whole, parts);
  if (!branches) return [whole];
  for (const member of new Set(branches.flat().map((error) => distinctionOf(error, whole)))) {
    const refusals = branches.map((branch) => branch.find((error) => member !== undefined && distinctionOf(error, whole) === member));
    const meant = branches.filter((_branch, at) => !refusals[at]);
    if (meant.length === 1 && meant[0]) return withoutOthers(meant[0]);
    if (meant.length === 0) return [valuesOf(refusals.filter((error) => error !== undefined))];
  }
  return missingInAll(branches, whole) ?? [missingInEach(branches, whole) ?? whole];
}

/** The errors of each alternative; `null` where some are not to be seen, such as those behind a reference. */
function branchesOf({ keyword, schema, schemaPath }: ErrorObject, parts: ErrorObject[]): ErrorObject[][] | null {
  if (keyword === 'propertyNames' || !Array.isArray(schema)) return null;
  const branches = schema.map((_alternative, at) => parts.filter((part) => part.schemaPath.startsWith(`${schemaPath}/${at}/`)));
  return branches.every((branch) => branch.length > 0) ? branches : null;
}

/** The member that the error says to have another value than its alternative is known by. */
function distinctionOf({ keyword, instancePath }: ErrorObject, whole: ErrorObject): string | undefined {
  const inside = instancePath.slice(whole.instancePath.length + 1);
  return (keyword === 'const' || keyword === 'enum') && inside !== '' && !inside.includes('/') ? inside : undefined;
}

/** One error that names the values of all. */
function valuesOf(refusals: ErrorObject[]): ErrorObject {
  const allowedValues = refusals.flatMap(({ keyword, params }) => (keyword === 'const' ? [params.allowedValue as unknown] : (params.allowedValues as unknown[])));
  const [first] = refusals as [ErrorObject];
  return allowedValues.length === 1 ? { ...first, keyword: 'const', params: { allowedValue: allowedValues[0] } } : { ...first, keyword: 'enum', params: { allowedValues } };
}

/** The member that every alternative misses, when there is one. */
function missingInAll([first = [], ...others]: ErrorObject[][], whole: ErrorObject): ErrorObject[] | null {
  const missed = others.map((branch) => missedIn(branch, whole));
  const common = first.find((error) => missedIn([error], whole).some((name) => missed.every((names) => names.includes(name))));
  return common ? [common] : null;
}

/** The rule with the members of which one is enough, when each alternative misses nothing but a member. */
function missingInEach(branches: ErrorObject[][], whole: ErrorObject): ErrorObject | null {
  const missed = branches.map((branch) => missedIn(branch, whole));
  const onlyThat = branches.every((branch, at) => branch.length === 1 && missed[at]?.length === 1);
  return onlyThat ? { ...whole, params: { ...whole.params, enough: missed.flat() } } : null;
}

function missedIn(branch: ErrorObject[], whole: ErrorObject): string[] {
  return branch.filter(({ keyword, instancePath }) => keyword === 'required' && instancePath === whole.instancePath).map(({ params }) => String(params.missingProperty));
}
