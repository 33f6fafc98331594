import '@jest/globals';
import '@moorage/messaging'; // violates tests:bench
