package dev.execbus.server;

/** What a client sees of processes, whoever starts them. */
interface ProcessScenarios extends StartScenarios, InputScenarios, OutputScenarios, EndScenarios, ResumeScenarios {}
