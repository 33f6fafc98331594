// Rules of this house for ESLint, each a pattern and what to write instead. Where they hold says eslint.config.mjs.
import { basename } from 'node:path';

const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.(?:[cm]?ts|[cm]js)$/;

export const houseRules = {
  rules: {
    'no-plain-error': forbid(':matches(NewExpression, CallExpression)[callee.name="Error"]', 'Throw MoorageError with a code of the catalogue, or state what must hold with invariant().'),
    'environment-in-env-files': forbid('MemberExpression[object.name="process"][property.name="env"]', 'Add the variable to the env class of the app (*.env.ts) and pass the value on as configuration.'),
    'no-default-export': forbid('ExportDefaultDeclaration', 'Export it by name, so that it has the same name everywhere.'),
    'no-export-star': forbid('ExportAllDeclaration', 'List the names: an index is a decision about what is public.'),
    'kebab-case-files': {
      create: (context) => ({
        Program(node) {
          const name = basename(context.filename);
          if (!KEBAB_CASE.test(name)) context.report({ node, message: `Name the file after the one thing it exports, in lower case with hyphens: ${name} is neither.` });
        },
      }),
    },
  },
};

function forbid(selector, alternative) {
  return { create: (context) => ({ [selector]: (node) => context.report({ node, message: alternative }) }) };
}
