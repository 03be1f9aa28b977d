package org.ocsbt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the house: which module and which room may know which (docs/architecture.md). */
@AnalyzeClasses(packages = "org.ocsbt", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PROGRAM_MODULES = {
        "org.ocsbt.tracker..", "org.ocsbt.converter..", "org.ocsbt.downloader.."
    };

    @ArchTest
    static final ArchRule sharedModuleKnowsNoProgram =
            noClasses().that().resideOutsideOfPackages(PROGRAM_MODULES)
                    .should().dependOnClassesThat().resideInAnyPackage(PROGRAM_MODULES);

    @ArchTest
    static final ArchRule trackerKnowsNoOtherProgram =
            noClasses().that().resideInAPackage("org.ocsbt.tracker..")
                    .should().dependOnClassesThat()
                    .resideInAnyPackage("org.ocsbt.converter..", "org.ocsbt.downloader..");

    @ArchTest
    static final ArchRule converterKnowsNoOtherProgram =
            noClasses().that().resideInAPackage("org.ocsbt.converter..")
                    .should().dependOnClassesThat()
                    .resideInAnyPackage("org.ocsbt.tracker..", "org.ocsbt.downloader..");

    @ArchTest
    static final ArchRule downloaderKnowsNoOtherProgram =
            noClasses().that().resideInAPackage("org.ocsbt.downloader..")
                    .should().dependOnClassesThat()
                    .resideInAnyPackage("org.ocsbt.tracker..", "org.ocsbt.converter..");

    @ArchTest
    static final ArchRule enginesKnowNoFace =
            noClasses().that().resideOutsideOfPackage("..face..")
                    .should().dependOnClassesThat().resideInAPackage("..face..");

    @ArchTest
    static final ArchRule facesReachTheTransferEngineThroughItsSession =
            noClasses().that().resideInAPackage("org.ocsbt.downloader.face..")
                    .should().dependOnClassesThat().resideInAnyPackage(
                            "org.ocsbt.downloader.wire..", "org.ocsbt.downloader.peer..",
                            "org.ocsbt.downloader.pick..", "org.ocsbt.downloader.disk..",
                            "org.ocsbt.downloader.torrent..", "org.ocsbt.downloader.discover..");

    @ArchTest
    static final ArchRule pickersDoNoInputOrOutput =
            noClasses().that().resideInAPackage("org.ocsbt.downloader.pick..")
                    .should().dependOnClassesThat().resideInAnyPackage(
                            "java.io..", "java.net..", "java.nio.channels..");

    @ArchTest
    static final ArchRule onlyMainExits =
            noClasses().that().haveSimpleNameNotEndingWith("Main")
                    .should().callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule roomsFormNoCycle =
            slices().matching("org.ocsbt.(**)").should().beFreeOfCycles();
}
