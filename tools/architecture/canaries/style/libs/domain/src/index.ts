export * from './careless'; // violates house/no-export-star
