package dev.execbus.bus;

/** Everything that travels between verticles: immutable, and passed by reference inside a node. */
public sealed interface BusMessage
        permits SessionService.Message,
                ProcessService.Message,
                ViewService.Message,
                EnvironmentService.Message,
                FileService.Message,
                HttpService.Message,
                UnifiedExecService.Message,
                GatewayService.Message,
                AttachmentListener.Message,
                Beats.Message {}
