import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    id("org.jetbrains.kotlin.jvm")
}

val bindings = tasks.register<Exec>("bindings") {
    workingDir = rootDir.parentFile
    commandLine("scripts/bindings")
    inputs.files(fileTree("${rootDir.parent}/rust"), "${rootDir.parent}/Cargo.lock", "${rootDir.parent}/uniffi.toml")
    outputs.dir("${rootDir.parent}/out/bindings")
}

sourceSets {
    main {
        kotlin.srcDir(files("${rootDir.parent}/out/bindings/kotlin").builtBy(bindings))
    }
}

java {
    sourceCompatibility = JavaVersion.VERSION_11
    targetCompatibility = JavaVersion.VERSION_11
}

kotlin {
    compilerOptions {
        jvmTarget = JvmTarget.JVM_11
        freeCompilerArgs.add("-Xjdk-release=11")
    }
}

dependencies {
    // The app brings JNA with Android's libraries in it; two of them would clash.
    compileOnly("net.java.dev.jna:jna:5.19.1")
    testImplementation("net.java.dev.jna:jna:5.19.1")
    testImplementation("org.jetbrains.kotlin:kotlin-test-junit:2.4.21")
    testImplementation("junit:junit:4.13.2")
}

tasks.test {
    val library = "${rootDir.parent}/out/bindings/host"
    systemProperty("jna.library.path", library)
    systemProperty("java.library.path", library)
}
