const needed = ['PATH', 'NODE_COMPILE_CACHE'];

/** The environment of a child process that is to get nothing of this one's but what lets it run, and run fast. */
export const bareEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  needed.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);
