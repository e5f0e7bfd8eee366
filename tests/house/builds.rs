//! The app is built in two ways, `scripts/apk` with Maven and Gradle with Google's repository; both build one app.
//!
//! Nothing here can run Gradle. What its files say is compared with what the other build says.

use std::collections::BTreeSet;
use std::fs;

/// What both builds read from `android/version.properties`.
const VERSIONS: &[&str] = &["versionCode", "versionName", "minSdk", "targetSdk"];

#[test]
fn both_builds_take_versions_and_levels_from_one_file() {
    let (gradle, maven) = (read("app/build.gradle.kts"), read("app/pom.xml"));
    assert!(gradle.contains("file(\"${rootDir}/version.properties\")"));
    assert!(maven.contains("<property file=\"${project.basedir}/../version.properties\"/>"));
    for name in VERSIONS {
        assert!(!property(name).is_empty(), "{name} is in no file");
        let in_gradle = format!("{name} = version.getProperty(\"{name}\")");
        assert!(gradle.contains(&in_gradle), "Gradle does not read {name}");
        assert!(maven.contains(&format!("${{{name}}}")), "Maven does not read {name}");
    }
}

#[test]
fn tests_run_at_the_levels_that_ship() {
    let tests = read("tests/pom.xml");
    assert_eq!(between(&tests, "--min-sdk-version ", " "), [property("minSdk")]);
    assert_eq!(between(&tests, "--target-sdk-version ", " "), [property("targetSdk")]);
}

#[test]
fn both_builds_make_the_same_app() {
    let (gradle, maven) = (read("app/build.gradle.kts"), read("app/pom.xml"));
    assert_eq!(between(&gradle, "applicationId = \"", "\""), between(&maven, "<application.id>", "<"));
    assert_eq!(
        between(&gradle, "namespace = \"", "\""),
        between(&read("app/src/main/AndroidManifest.xml"), "package=\"", "\"")
    );
    let modules = between(&read("settings.gradle.kts"), "include(", ")").concat();
    assert_eq!(set(&between(&modules, "\":", "\"")), set(&between(&read("pom.xml"), "<module>", "<")));
    let abis = between(&gradle, "abiFilters += listOf(", ")").concat();
    let native = between(&read("packaging/native"), "${ABIS:-", "}").concat();
    let quoted = abis.split('"').skip(1).step_by(2).map(ToString::to_string);
    assert_eq!(quoted.collect::<BTreeSet<_>>(), native.split(' ').map(ToString::to_string).collect());
}

#[test]
fn what_both_builds_stand_on_has_one_version() {
    let top = read("pom.xml");
    for (name, gradle) in [("kotlin.version", "jvm\") version \""), ("jna.version", "net.java.dev.jna:jna:")] {
        let wanted = between(&top, &format!("<{name}>"), "<");
        assert_eq!(wanted, between(&read("tests/pom.xml"), &format!("<{name}>"), "<"), "{name} of the tests");
        for file in ["build.gradle.kts", "app/build.gradle.kts", "engine/build.gradle.kts", "shell/build.gradle.kts"] {
            let said = read(file);
            let found = between(&said, gradle, "\"");
            assert!(
                found.iter().all(|version| version.trim_end_matches("@aar") == wanted[0]),
                "{name} of {file}: {found:?}"
            );
        }
    }
    let java = between(&top, "<kotlin.compiler.jvmTarget>", "<").concat();
    for file in ["engine/build.gradle.kts", "shell/build.gradle.kts", "app/build.gradle.kts"] {
        let said = read(file);
        assert_eq!(set(&between(&said, "JavaVersion.VERSION_", "\n")), BTreeSet::from([java.clone()]), "{file}");
    }
}

#[test]
fn every_folder_that_a_build_takes_sources_from_is_there() {
    let flavour = between(&read("app/build.gradle.kts"), "productFlavors.create(\"", "\"").concat();
    let folders = [format!("app/src/{flavour}/kotlin"), format!("app/src/{flavour}/AndroidManifest.xml")];
    for folder in
        folders.iter().map(String::as_str).chain(["app/src/camera2/kotlin", "app/src/main/kotlin", "app/src/main/res"])
    {
        assert!(tests::top().join("android").join(folder).exists(), "{folder}");
    }
}

#[test]
fn what_stands_between_is_found_wherever_it_stands() {
    assert_eq!(between("a=1; b=2; a=3; a=", "a=", ";"), ["1", "3"]);
    assert_eq!(between("nothing", "a=", ";"), [""; 0]);
}

fn read(file: &str) -> String {
    fs::read_to_string(tests::top().join("android").join(file)).unwrap_or_else(|_| panic!("there is no android/{file}"))
}

fn property(name: &str) -> String {
    between(&read("version.properties"), &format!("{name}="), "\n").concat()
}

/// Every piece of `text` that stands between `start` and the next `end`.
fn between(text: &str, start: &str, end: &str) -> Vec<String> {
    text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0.to_string())).collect()
}

fn set(list: &[String]) -> BTreeSet<String> {
    list.iter().cloned().collect()
}
