// For those who have Google's Maven repository and SDK: the same sources as scripts/apk, with CameraX for a camera.
// Gradle 9.6.1. Of these files nothing is run by scripts/test.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "aldis"
include(":engine", ":shell", ":app")
