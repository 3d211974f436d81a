// Preloaded into a child process: the pipe to its parent closes however the parent ends, kill -9 included.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume();
// The pipe alone must not keep the child running once its own work is over.
process.stdin.unref();
