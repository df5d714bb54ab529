package dev.execbus.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.execbus.bus.Attachment;
import dev.execbus.bus.FileService;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.ProcessService;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HouseRulesTest {
    private static final List<String> ROOMS =
            List.of("transport", "sessions", "processes", "environment", "filesystem", "http", "unifiedexec", "mcp");
    /** The product: neither tests nor what helps them. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/dev/execbus/testkit/"))
            .importPackages("dev.execbus");

    private static String room(String name) {
        return "dev.execbus." + name + "..";
    }

    @Test
    void theProtocolAndTheSandboxKnowNoVertx() {
        noClasses()
                .that()
                .resideInAnyPackage(room("protocol"), room("sandbox"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(CLASSES);
    }

    @Test
    void onlyTheBusTouchesTheEventBus() {
        noClasses()
                .that()
                .resideOutsideOfPackages(room("bus"), room("cluster"), room("server"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.eventbus..")
                .check(CLASSES);
    }

    @Test
    void roomsDoNotKnowEachOther() {
        for (String name : ROOMS) {
            String[] others = ROOMS.stream()
                    .filter(other -> !other.equals(name))
                    .map(HouseRulesTest::room)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(room(name))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(CLASSES);
        }
    }

    @Test
    void nothingSharedKnowsARoomOrTheServer() {
        noClasses()
                .that()
                .resideInAnyPackage(room("protocol"), room("bus"), room("cluster"), room("sandbox"), room("client"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.concat(ROOMS.stream(), Stream.of("server"))
                        .map(HouseRulesTest::room)
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    /** Rooms speak on the bus, whether there are other nodes or not. */
    @Test
    void onlyTheLauncherKnowsTheCluster() {
        noClasses()
                .that()
                .resideOutsideOfPackages(room("cluster"), room("server"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(room("cluster"))
                .check(CLASSES);
    }

    /** A server that is alone loads none of it. */
    @Test
    void onlyOneClassOfTheLauncherKnowsTheCluster() {
        noClasses()
                .that()
                .resideInAPackage(room("server"))
                .and()
                .doNotHaveSimpleName("ClusterGround")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(room("cluster"), "com.hazelcast..")
                .check(CLASSES);
    }

    @Test
    void onlyTheClusterKnowsHazelcast() {
        noClasses()
                .that()
                .resideOutsideOfPackage(room("cluster"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster.hazelcast..")
                .check(CLASSES);
    }

    @Test
    void onlyTheLauncherKnowsPrometheusAndWhereSpansGo() {
        noClasses()
                .that()
                .resideOutsideOfPackage(room("server"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.micrometer.prometheusmetrics..",
                        "io.prometheus..",
                        "io.opentelemetry.sdk..",
                        "io.opentelemetry.exporter..")
                .check(CLASSES);
    }

    /**
     * But for the launcher, which says where Netty's own log goes, the reactor's guest seat on its event loop, and what reads
     * the bus of a cluster.
     */
    @Test
    void onlyTheTransportTouchesNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackages(room("transport"), room("server"))
                .and()
                .haveNameNotMatching(".*\\.(EventLoopDriver|BusTransport|BusInbound|WholeMessages)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    /** But for the launcher's care for its own virtual machine. */
    @Test
    void onlyProcessesAndTheSandboxCallForeignFunctions() {
        noClasses()
                .that()
                .resideOutsideOfPackages(room("processes"), room("sandbox"))
                .and()
                .doNotHaveSimpleName("CompilerThreads")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(CLASSES);
    }

    /** What confines is the business of those who start something. */
    @Test
    void onlyRoomsThatStartSomethingKnowTheSandbox() {
        noClasses()
                .that()
                .resideOutsideOfPackages(room("sandbox"), room("processes"), room("filesystem"), room("server"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(room("sandbox"))
                .check(CLASSES);
    }

    @Test
    void namesSayWhatTheirClassesAreFor() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveNameMatching(".*Utils?")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .check(CLASSES);
    }

    @Test
    void everyCommandSaysWhoItIsFrom() {
        assertThat(Stream.of(ProcessService.Command.class, FileService.Command.class, HttpService.Command.class)
                        .flatMap(commands -> Arrays.stream(commands.getPermittedSubclasses())))
                .isNotEmpty()
                .allSatisfy(command -> assertThat(command.getRecordComponents())
                        .extracting(RecordComponent::getName, RecordComponent::getType)
                        .contains(tuple("from", Attachment.class)));
    }
}
