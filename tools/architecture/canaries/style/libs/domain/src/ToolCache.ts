export const cache = true; // violates house/kebab-case-files
