export const forgotten = true; // violates no-orphans
