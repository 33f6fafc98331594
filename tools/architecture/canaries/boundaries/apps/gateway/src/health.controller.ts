import '@moorage/adapters-node'; // violates adapters-are-named-where-the-app-is-composed
