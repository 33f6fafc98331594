import './leant-on.spec'; // violates tests-are-not-imported
