import type { TemplateFunction } from './templateFunction.ts';

export const objectFunctions: readonly TemplateFunction[] = [
  {
    name: 'addProperty',
    takes: [3, 3],
    call: (values) => {
      const object = values.object(0);
      const name = values.text(1);
      if (Object.hasOwn(object, name)) values.refuse(`The property '${name}' already exists in the object.`);
      return { ...object, [name]: values.any(2) };
    },
  },
  {
    name: 'setProperty',
    takes: [3, 3],
    call: (values) => ({ ...values.object(0), [values.text(1)]: values.any(2) }),
  },
  {
    name: 'removeProperty',
    takes: [2, 2],
    call: (values) => {
      const removed = values.text(1);
      return Object.fromEntries(Object.entries(values.object(0)).filter(([name]) => name !== removed));
    },
  },
];
