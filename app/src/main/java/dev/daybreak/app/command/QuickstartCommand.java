package dev.daybreak.app.command;
import picocli.CommandLine.Command;
@Command(name = "quickstart")
final class QuickstartCommand implements Runnable { public void run() {} }
