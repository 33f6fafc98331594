import './index'; // violates never-the-own-index
