export const leantOn = true;
